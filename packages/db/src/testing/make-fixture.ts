// Creates a small database with this version's code, on both engines, for the tests of later versions:
// `pnpm fixture NAME` writes src/fixtures/NAME. See fixtures.test.ts.
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { type Kysely, sql } from 'kysely';
import { authDatabaseOf } from '../account/auth-database.ts';
import { internalsOf } from '../internals.ts';
import { type Database, openDatabase } from '../open-database.ts';
import { callerOf, type FixtureCall, goOn, useEverything, useTasks } from './fixture-calls.ts';
import { startPostgres } from './postgres-server.ts';
import { postgresText } from './postgres-text.ts';

const [name] = process.argv.slice(2);
if (!name || !/^\d{4}-\d\d-\d\d-[a-z-]+$/.test(name)) {
  throw new Error('usage: pnpm fixture YYYY-MM-DD-WORD');
}
const folder = fileURLToPath(new URL(`../fixtures/${name}/`, import.meta.url));

const temporary = mkdtempSync(join(tmpdir(), 'tydo-fixture-'));
const server = await startPostgres();
try {
  const file = join(temporary, 'tydo.db');
  await make('sqlite', `sqlite:${file}`, async (_db, to) => {
    using database = openFile(file);
    database.sqlite.prepare('vacuum into ?').run(join(to, 'tydo.db'));
  });
  await make('postgresql', server.url, async (db, to) => {
    writeFileSync(join(to, 'tydo.sql'), await postgresText(db));
  });
} finally {
  await server.stop();
  rmSync(temporary, { recursive: true });
}

/** @param keep writes the database to a folder. */
async function make(
  engine: string,
  url: string,
  keep: (db: Kysely<never>, to: string) => Promise<void>,
): Promise<void> {
  await using db = await openDatabase({ url });
  const calls = await fill(db);
  // Fails if it exists: fixtures of older versions are never overwritten.
  const to = join(folder, engine);
  mkdirSync(folder, { recursive: true });
  mkdirSync(to);
  await keep(internalsOf(db).kysely, to);
  writeFileSync(join(to, 'calls.json'), `${JSON.stringify(calls, null, 2)}\n`);
}

/** @returns the calls that can be repeated: those with a receipt, and those that were refused. */
async function fill(db: Database): Promise<FixtureCall[]> {
  const { kysely } = internalsOf(db);
  const calls: FixtureCall[] = [];
  const caller = (person: string) => callerOf(db, person, calls);

  await useEverything(caller('ann'));

  // Bob's rows are in the form of older versions, followed by current ones.
  await useTasks(caller('bob'));
  await makeOlder(kysely, 'bob', calls);
  const { items } = await db.unitOfWork('bob').tasks.list();
  await goOn(
    caller('bob'),
    items.map(({ id }) => id),
  );
  await sql`update task set title_folded = null, description_folded = null
    where user_id = 'bob' and title <> 'Later'`.execute(kysely);

  // The beginning of Cat's journal is pruned.
  const cat = caller('cat');
  const first = await cat.call('task.create', { title: 'Cat’s first', operationId: randomUUID() });
  const pruned = await cat.latest();
  const second = await cat.call('task.create', { title: 'Cat’s second' });
  await sql`update operation set created_at = ${old(db)} where user_id = 'cat'`.execute(kysely);
  await sql`update receipt set created_at = ${old(db)} where user_id = 'cat'`.execute(kysely);
  await db.pruneJournal(new Date('2001-01-01'));
  await cat.refused('operation.undo', { id: pruned });
  await goOn(cat, [first.id, second.id]);

  // Dan's account is closed, but his rows are not erased yet.
  const dan = caller('dan');
  await dan.call('task.create', { title: 'Dan’s', operationId: randomUUID() });
  await dan.call('task.createMany', { tasks: [{ title: 'Dan’s second' }] });
  await authDatabaseOf(db).closeAccount('dan');
  await dan.refused('task.create', { title: 'too late', operationId: randomUUID() });

  // Eve's tasks are older than the journal.
  const eve = caller('eve');
  const { rows } = await sql<{ id: number }>`
    insert into task (user_id, title) values ('eve', 'Ève’s'), ('eve', 'Eve’s second')
    returning id`.execute(kysely);
  const ids = rows.map(({ id }) => id);
  await eve.call('task.updateMany', { ids, completed: false, operationId: randomUUID() });
  await goOn(eve, ids);

  const receipts = await sql<{ id: string }>`select id from receipt`.execute(kysely);
  const kept = new Set(receipts.rows.map(({ id }) => id));
  return calls.filter(({ input, refusal }) => refusal ?? kept.has(operationIdOf(input) ?? ''));
}

function old({ engine }: Database): Date | number {
  return engine === 'sqlite' ? Date.UTC(2000) : new Date(Date.UTC(2000));
}

/** The form of the first versions with a journal: no sizes, and whole tasks in receipts. */
async function makeOlder(db: Kysely<never>, person: string, calls: FixtureCall[]): Promise<void> {
  await sql`update operation set bytes = null where user_id = ${person}`.execute(db);
  const { rows } = await sql<{ id: string; result: string }>`
    select id, result from receipt where user_id = ${person}`.execute(db);
  for (const { id, result } of rows) {
    const call = calls.find(({ input }) => operationIdOf(input) === id);
    const tasks = tasksIn(call?.answer);
    const whole = JSON.parse(result, (_key, value: unknown) =>
      isRow(value) ? tasks.get(value.$row) : value,
    );
    await sql`update receipt set seq = null, result = ${JSON.stringify(whole)}
      where user_id = ${person} and id = ${id}`.execute(db);
  }
}

function operationIdOf(input: unknown): string | undefined {
  const isNamed = typeof input === 'object' && input !== null && 'operationId' in input;
  return isNamed ? String(input.operationId) : undefined;
}

function isRow(value: unknown): value is { $row: number } {
  return typeof value === 'object' && value !== null && '$row' in value;
}

function tasksIn(answer: unknown): Map<number, object> {
  const tasks = new Map<number, object>();
  JSON.parse(JSON.stringify(answer), (_key, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'id' in value && 'title' in value) {
      tasks.set(Number(value.id), value);
    }
    return value;
  });
  return tasks;
}

function openFile(path: string): Disposable & { sqlite: Sqlite.Database } {
  const sqlite = new Sqlite(path);
  return { sqlite, [Symbol.dispose]: () => sqlite.close() };
}
