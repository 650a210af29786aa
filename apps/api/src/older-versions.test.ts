// Databases of older versions through the API, whose output schemas are checked after COMMIT.
import { execute, shortOrLong } from '@tydo/db/testing';
import { copyFixture, fixtures, inOneForm } from '@tydo/db/testing/fixtures';
import { ErrorData } from '@tydo/schemas/error';
import { OperationPage } from '@tydo/schemas/operation';
import { expect, test } from 'vitest';
import { callerOf } from './testing/caller.ts';
import { startServerOn } from './testing/server.ts';

// In the short form the newest: fixtures.test.ts of packages/db has the oldest.
test.each(fixtures.slice(shortOrLong(-1, 0)))(
  'people can read, repeat and undo the operations stored by %s',
  async (name) => {
    await using copy = await copyFixture(name, 'sqlite');
    await using server = await startServerOn(copy.url);
    const caller = callerOf(server);
    const { get, post, query } = caller;
    const { bearer } = await caller.signUp();
    const resultOf = async (response: Response): Promise<unknown> => {
      const { result, error } = Object(await response.json());
      return error ? { code: ErrorData.parse(error.data).code } : result.data;
    };
    const people = new Set(copy.calls.map(({ person }) => person));
    for (const person of people) {
      await signInAs(copy.url, person);
      const calls = copy.calls.filter((call) => call.person === person);
      const isClosed = calls.some(({ refusal }) => refusal?.code === 'UNAUTHORIZED');
      for (const { procedure, input, answer, refusal } of calls) {
        const expected = refusal ? { code: refusal.code } : inOneForm(answer);
        const again = inOneForm(await resultOf(await post(`/trpc/${procedure}`, input, bearer)));
        expect(again).toMatchObject(isClosed ? { code: 'UNAUTHORIZED' } : Object(expected));
      }
      if (isClosed) continue;
      const list = await get(query('operation.list', { limit: 100 }), bearer);
      const { items } = OperationPage.parse(await resultOf(list));
      expect(items.length).toBeGreaterThan(0);
      for (const { id } of items) {
        const undone = await post('/trpc/operation.undo', { id }, bearer);
        expect(await resultOf(undone)).toMatchObject({ operation: { undoes: id } });
      }
    }
  },
);

/** Gives the only session to this person. */
async function signInAs(url: string, person: string): Promise<void> {
  await execute(
    url,
    `insert into "user" (id, name, email, email_verified, created_at, updated_at)
     values ('${person}', 'x', '${person}@example.com', 1, '2026-01-01', '2026-01-01')`,
  );
  await execute(url, `update session set user_id = '${person}'`);
}
