// Every procedure, met by a stranger; a new one is in it by itself, and fails until it says how.
import { engines } from '@tydo/db/testing';
import { describe, expect, test } from 'vitest';
import { appRouter } from './router.ts';
import { callerOf, json } from './testing/caller.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

type Procedure = keyof (typeof appRouter)['_def']['record']['task'];

/** How each procedure is called so that it would touch the task `id`. */
const calls = {
  list: () => undefined,
  get: (id) => ({ id }),
  counts: () => undefined,
  create: () => ({ title: 'mine' }),
  update: (id) => ({ id, title: 'taken', completed: false }),
  delete: (id) => ({ id }),
  clearCompleted: () => undefined,
  createMany: () => ({ tasks: [{ title: 'mine' }] }),
  updateMany: (id) => ({ ids: [id], completed: false }),
  deleteMany: (id) => ({ ids: [id] }),
} satisfies Record<Procedure, (id: number) => object | undefined>;

describe.each(engines)('on %s', (engine) => {
  test("no procedure tells a stranger that somebody's task is there, or touches it", async () => {
    await using server = await startTestServer({ engine });
    const [owner, stranger] = [await signUp(server), await signUp(server)];
    const { data: task } = result(await owner('create', { title: 'secret', description: 'x' }));
    const { data: seen } = result(await owner('update', { id: task.id, completed: true }));
    const names = Object.keys(appRouter._def.procedures).map((path) => path.replace('task.', ''));
    expect(names.toSorted()).toEqual(Object.keys(calls).toSorted());
    for (const [name, input] of Object.entries(calls)) {
      const [theirs, missing] = [
        await stranger(name, input(task.id)),
        await stranger(name, input(2 ** 31 - 1)),
      ];
      if (/ids?"/.test(JSON.stringify(input(1) ?? null))) {
        expect([name, theirs]).toEqual([name, missing]);
        expect(theirs).toContain('NOT_FOUND');
      }
      expect(theirs).not.toContain('secret');
    }
    expect(result(await owner('get', { id: task.id })).data).toEqual(seen);
  });

  test('no procedure answers anybody who is not signed in', async () => {
    await using server = await startTestServer({ engine });
    const nobody = caller(server, {});
    for (const [name, input] of Object.entries(calls)) {
      expect([name, await nobody(name, input(1))]).toEqual([
        name,
        expect.stringContaining('UNAUTHORIZED'),
      ]);
    }
  });
});

const result = (body: string): { data: { id: number } } => JSON.parse(body).result;

async function signUp(server: TestServer) {
  const { bearer } = await callerOf(server).signUp();
  return caller(server, bearer);
}

/** Calls a procedure and gives the whole body, but for the request's id. */
function caller(server: TestServer, authorization: Record<string, string>) {
  const procedures: Record<string, { _def: { type: string } }> = appRouter._def.record.task;
  return async (name: string, input: object | undefined): Promise<string> => {
    const headers = { ...json, ...authorization, 'x-request-id': 'one' };
    const body = JSON.stringify(input);
    const url = `${server.url}/trpc/task.${name}`;
    const answer =
      procedures[name]?._def.type === 'query'
        ? await fetch(body ? `${url}?input=${encodeURIComponent(body)}` : url, { headers })
        : await fetch(url, { method: 'POST', headers, body: body ?? null });
    return answer.text();
  };
}
