// Prepared statements have names where the session is not shared.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { authDatabaseOf } from '../account/auth-database.ts';
import { openDatabase } from '../open-database.ts';
import { maxKeptSets } from '../statement/prepared.ts';
import { execute, newPerson, preparedDatabase, shortOrLong } from '../testing/databases.ts';

const isPooled = inject('poolerUrl') !== undefined;

/** With one connection, so that it is always the same. */
async function open() {
  const temporary = await preparedDatabase('postgresql');
  const db = await openDatabase({ url: temporary.url, poolSize: 1, maxOverflow: 0 });
  const names = async () => {
    const known = sql<{ name: string }>`select name from pg_prepared_statements`;
    return (await known.execute(authDatabaseOf(db).connection.db)).rows.map(({ name }) => name);
  };
  return {
    url: temporary.url,
    db,
    names,
    async [Symbol.asyncDispose]() {
      await db.close();
      await temporary[Symbol.asyncDispose]();
    },
  };
}

test('a session keeps each statement once; behind a pooler it keeps none', async () => {
  await using opened = await open();
  for (const person of [newPerson(), newPerson()]) {
    const { tasks } = opened.db.unitOfWork(person);
    const { id } = await tasks.create({ title: 'x' });
    await tasks.get({ id });
    await tasks.update({ id, title: 'y' });
  }
  const names = await opened.names();
  // At the start: rows to fill. Creating: the row, the journal. Reading. Updating: the lock, the row.
  expect(names).toHaveLength(isPooled ? 0 : 6);
  expect(new Set(names).size).toBe(names.length);
});

// Twice as many writes as there are sets of fields.
test.runIf(shortOrLong(false, true))(
  'a session keeps some hundred statements, whichever fields callers change',
  async () => {
    await using opened = await open();
    const { tasks, operations } = opened.db.unitOfWork(newPerson());
    const { id } = await tasks.create({ title: 'x' });
    const fields = Object.entries({
      title: 'y',
      description: 'y',
      completed: true,
      priority: 1,
      due: '2026-12-01',
      start: '2026-12-01',
      deadline: '2026-12-01',
    });
    for (let set = 1; set < 2 ** fields.length; set += 1) {
      const changes = Object.fromEntries(fields.filter((_, bit) => (set >> bit) % 2 === 1));
      const operationId = randomUUID();
      await tasks.update({ id, ...changes, operationId });
      await operations.undo({ id: operationId });
    }
    expect((await opened.names()).length).toBeLessThan(2 * maxKeptSets + 50);
    expect(await tasks.get({ id })).toMatchObject({ title: 'x', completed: false, due: null });
  },
);

test('reads and writes succeed after a change of the table makes prepared statements stale', async () => {
  await using opened = await open();
  const { tasks } = opened.db.unitOfWork(newPerson());
  const { id } = await tasks.create({ title: 'x' });
  await tasks.update({ id, title: 'y' });
  const task = await tasks.get({ id });
  const widen = (length: number) =>
    execute(opened.url, `alter table task alter column title type varchar(${length})`);
  await widen(300);
  expect(await tasks.get({ id })).toEqual(task);
  await widen(400);
  expect(await tasks.update({ id, title: 'z' })).toMatchObject({ title: 'z' });
});

test('a read succeeds in a session that lost its prepared statements', async () => {
  await using opened = await open();
  const { tasks } = opened.db.unitOfWork(newPerson());
  const { id } = await tasks.create({ title: 'x' });
  const task = await tasks.get({ id });
  await sql`deallocate all`.execute(authDatabaseOf(opened.db).connection.db);
  expect(await tasks.get({ id })).toEqual(task);
});
