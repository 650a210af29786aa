// The command, as a developer gives it, beside a running server.
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteOrBoth, temporaryDatabase } from '@tydo/db/testing';
import { describe, expect, test } from 'vitest';
import { callerOf, json } from '../testing/caller.ts';
import { startServerOn } from '../testing/server.ts';

const main = new URL('./main.ts', import.meta.url).pathname;

/** Its outputs and its exit code. A blank variable keeps that of a developer's `.env` out. */
const seed = (env: Record<string, string>) =>
  new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
    const all = {
      NODE_COMPILE_CACHE: join(tmpdir(), 'tydo-compile-cache'),
      BETTER_AUTH_SECRET: 'x'.repeat(32),
      BETTER_AUTH_SECRETS: '',
      BETTER_AUTH_URL: '',
      SMTP_URL: '',
      PORT: '3210',
      ...env,
    };
    execFile(process.execPath, [main], { env: all }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    );
  });

const shown = (out: string, name: string) => new RegExp(`${name} +(.+)`).exec(out)?.[1] ?? '';

/** How many labels tasks have, and the number of tasks of each list. */
async function countsOf(call: ReturnType<typeof callerOf>, headers: Record<string, string>) {
  const read = async (path: string) => {
    const { result } = (await (await call.get(call.query(path, {}), headers)).json()) as {
      result: {
        data: { items: { id: string; name: string; listId: string; labelIds: string[] }[] };
      };
    };
    return result.data.items;
  };
  const [lists, tasks] = [await read('list.list'), await read('task.list')];
  const byList = Map.groupBy(tasks, ({ listId }) => lists.find(({ id }) => id === listId)?.name);
  byList.delete(undefined);
  return {
    labels: new Set(tasks.flatMap(({ labelIds }) => labelIds)).size,
    tasksOf: Object.fromEntries([...byList].map(([name, rows]) => [name, rows.length])),
  };
}

describe.each(sqliteOrBoth)('seeding on %s', (engine) => {
  test('makes a person with tasks while the server runs, and does nothing the second time', async () => {
    await using database = await temporaryDatabase(engine);
    await using server = await startServerOn(database.url);
    const call = callerOf(server);
    const first = await seed({ DATABASE_URL: database.url });
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(
      /^An account was made\. It has 3 lists, 2 labels and 1 filter\. It has 29 tasks\./,
    );
    expect(shown(first.out, 'Page')).toBe('http://localhost:3210');
    const answer = await call.post('/api/auth/sign-in/email', {
      email: shown(first.out, 'Email'),
      password: shown(first.out, 'Password'),
    });
    const { token } = (await answer.json()) as { token: string };
    const bearer = { ...json, authorization: `Bearer ${token}` };
    expect(await call.count(bearer)).toEqual({ active: 23, completed: 6 });
    const list = await call.get(call.query('task.list', { search: 'milk' }), bearer);
    expect(await list.json()).toMatchObject({
      result: { data: { items: [{ title: 'Buy milk', description: 'Two litres, oat.' }] } },
    });
    const { labels, tasksOf } = await countsOf(call, bearer);
    expect(labels).toBe(2);
    expect(tasksOf).toEqual({ Home: 8, Work: 9, Books: 2 });

    await call.post('/trpc/task.clearCompleted', {}, bearer);
    const second = await seed({ DATABASE_URL: database.url });
    expect(second.out).toMatch(
      /Its lists were left as they are\. Its tasks were left as they are\./,
    );
    const shownSignIn = (out: string) => out.slice(out.indexOf('\n'));
    expect(shownSignIn(second.out)).toBe(shownSignIn(first.out));
    expect(await call.count(bearer)).toEqual({ active: 23, completed: 0 });
    // Its own session has ended.
    const sessions = await call.get('/api/auth/list-sessions', bearer);
    expect(await sessions.json()).toHaveLength(1);
  });
});

test('seeding is refused in production, before anything is written', async () => {
  await using database = await temporaryDatabase('sqlite');
  const refused = await seed({ DATABASE_URL: database.url, NODE_ENV: 'production' });
  expect(refused).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/^Tydo: NODE_ENV/),
  });
});

test('seeding is refused where accounts must open a mailed link first', async () => {
  const env = { SMTP_URL: 'smtp://localhost', MAIL_FROM: 'tydo@example.com' };
  const refused = await seed({ DATABASE_URL: 'sqlite::memory:', ...env });
  expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/^Tydo: SMTP_URL is set/) });
});
