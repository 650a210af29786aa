// Milliseconds of database time of the views and counts, for one person with 100,000 tasks in 300 lists among
// 200,000: `pnpm vitest run views`. Each is the best of many, since other programs use the machine too.
import type { Database } from '@tydo/db';
import { type Engine, engines, execute, openTemporaryDatabase } from '@tydo/db/testing';
import { type Statement, statementsOf } from '@tydo/db/testing/statements';
import { today } from '@tydo/rules/date';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { expect, test } from 'vitest';
import { fillPerson } from './views-seed.ts';

const repeats = 60;
const person = 'ann';
const say = (line: string) => void process.stdout.write(`${line}\n`);

type Unit = ReturnType<Database['unitOfWork']>;

/** Each call, with the most milliseconds that it may take. */
const calls: [name: string, limit: number, call: (unit: Unit) => Promise<unknown>][] = [
  ['list.counts', 10, ({ lists }) => lists.counts()],
  ['view of the Inbox', 5, ({ tasks }) => tasks.view({ view: 'inbox' })],
  ['view of a list', 5, ({ tasks }) => tasks.view({ view: { listId: 'list-7' } })],
  ['view of a label', 5, ({ tasks }) => tasks.view({ view: { labelId: 'label-7' } })],
  ['view of Today', 20, ({ tasks }) => tasks.view({ view: 'today' })],
  ['view of Upcoming', 20, ({ tasks }) => tasks.view({ view: 'upcoming' })],
];

test.each(engines)('views of 100,000 tasks on %s', async (engine) => {
  await using opened = await openTemporaryDatabase(engine);
  const { db, url } = opened;
  await fillPerson({ ...opened, engine }, { person, day: today(new Date().toISOString(), 'UTC') });
  await execute(url, engine === 'sqlite' ? 'analyze' : 'vacuum analyze');
  await using timer = await openTimer(engine, url);
  const slow = [];
  for (const [name, limit, call] of calls) {
    const statements = await statementsOf(db, () => call(db.unitOfWork(person)));
    const times = [];
    for (const statement of statements) times.push(await timer.best(statement));
    const total = times.reduce((sum, ms) => sum + ms, 0);
    const parts = times.map((ms) => ms.toFixed(2)).join(' + ');
    say(`${engine}, ${name}: ${total.toFixed(2)} ms (at most ${limit}) = ${parts}`);
    if (total > limit) slow.push(name);
  }
  expect(slow).toEqual([]);
});

interface Timer extends AsyncDisposable {
  /** The shortest of many runs of a prepared statement. */
  best: (statement: Statement) => Promise<number>;
}

const openTimer = (engine: Engine, url: string): Promise<Timer> =>
  engine === 'sqlite' ? sqliteTimer(url) : postgresTimer(url);

async function sqliteTimer(url: string): Promise<Timer> {
  const database = new Sqlite(url.slice('sqlite:'.length));
  return {
    async best({ sql, parameters }) {
      const prepared = database.prepare(sql);
      return shortest(async () => void prepared.all(...parameters));
    },
    [Symbol.asyncDispose]: async () => void database.close(),
  };
}

/** With the way to the server and back. */
async function postgresTimer(url: string): Promise<Timer> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let named = 0;
  return {
    best({ sql, parameters }) {
      const query = { name: `bench ${(named += 1)}`, text: sql, values: [...parameters] };
      return shortest(() => client.query(query));
    },
    [Symbol.asyncDispose]: () => client.end(),
  };
}

async function shortest(run: () => Promise<unknown>): Promise<number> {
  let best = Infinity;
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const start = performance.now();
    await run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
