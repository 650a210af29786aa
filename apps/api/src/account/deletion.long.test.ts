// A deletion that fails, or whose process is killed, has either done nothing or is completed later.
import { openDatabase } from '@tydo/db';
import {
  execute,
  lockRow,
  longTimeouts,
  shortOrLong,
  sqliteOrBoth,
  temporaryDatabase,
  watchStatements,
} from '@tydo/db/testing';
import { describe, expect, test } from 'vitest';
import { createAccountWithData, noRows, oneRowEach } from '../testing/account-with-data.ts';
import { authOptionsOf } from '../testing/auth.ts';
import { startProcess } from '../testing/process.ts';
import { startServerOn, startTestServer } from '../testing/server.ts';
import { createAuth } from './auth.ts';

describe.each(sqliteOrBoth)('deleting an account on %s', (engine) => {
  test('changes nothing or is completed later, whichever statement fails', async () => {
    await using server = await startTestServer({ engine });
    await using db = await openDatabase({ url: server.databaseUrl, timeouts: longTimeouts });
    const otherInstance = createAuth(authOptionsOf(db));
    const first = await createAccountWithData(server);
    const watch = watchStatements();
    expect((await first.delete()).status).toBe(200);
    watch[Symbol.dispose]();
    const count = watch.sent.length;
    const step = Math.ceil(count / shortOrLong(2, count));
    const outcomes = new Set<string>();
    for (let nth = 1 + Math.floor(Math.random() * step); nth <= count; nth += step) {
      const person = await createAccountWithData(server);
      const failing = watchStatements((place) =>
        place === nth ? (_sql, send) => send('select * from nowhere') : undefined,
      );
      const { status } = await person.delete();
      failing[Symbol.dispose]();
      const statement = watch.sent[nth - 1];
      const closed = await execute(
        server.databaseUrl,
        `select 1 from journal where user_id = '${person.id}' and closed_at is not null`,
      );
      await otherInstance.eraseClosedAccounts(new AbortController().signal);
      expect({ statement, rows: await person.rows() }).toEqual({
        statement,
        rows: closed.length > 0 ? noRows : oneRowEach,
      });
      // A success is never reported for a deletion that is not done.
      if (status === 200) expect({ statement, closed }).toMatchObject({ closed: [{}] });
      outcomes.add(closed.length > 0 ? 'deleted' : 'as before');
    }
    if (shortOrLong(0, 1)) expect([...outcomes].toSorted()).toEqual(['as before', 'deleted']);
  });
});

test('responds before a long deletion is complete, and completes it after the process was killed', async () => {
  await using database = await temporaryDatabase('postgresql');
  const killed = startProcess({ DATABASE_URL: database.url });
  const person = await createAccountWithData({
    url: await killed.ready(),
    databaseUrl: database.url,
  });
  const [task] = await execute(database.url, 'select id from task');
  const lock = await lockRow(database.url, Object(task).id);
  const began = Date.now();
  expect((await person.delete()).status).toBe(200);
  expect(Date.now() - began).toBeLessThan(shortOrLong(60_000, 5_000));
  await killed.stop('SIGKILL');
  await lock.unlock();
  expect(await person.rows()).toMatchObject({ user: 0, session: 0, operation: 1 });
  await using _next = await startServerOn(database.url);
  await expect.poll(person.rows).toEqual(noRows);
});
