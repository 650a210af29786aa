// Whichever statement of a write fails, and however: all of it is done or nothing, and
// the caller knows which of the two, unless the reply to COMMIT was lost.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { rankOf } from '@tydo/rules/order';
import { recordOf } from '@tydo/schemas/record';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase, Refusal, type UnitOfWork } from './open-database.ts';
import {
  type Engine,
  engines,
  newTasks,
  ourTables,
  preparedDatabase,
  shortOrLong,
} from './testing/databases.ts';
import { exampleInput } from './testing/example-call.ts';
import { type Proxy, proxyTo } from './testing/proxy.ts';
import { writes } from './testing/verbs.ts';
import { type StatementHook, watchStatements } from './testing/watch-statements.ts';

// In the long form more than MikroORM's batch size of 300.
const many = shortOrLong(4, 650);
const open = Array.from({ length: many }, (_, place) => 1 + place);

// An earlier operation on task 1.
const renaming = randomUUID();

type Call = (unit: UnitOfWork) => Promise<unknown>;
/** Calls that change many rows, or need rows of their own; of other verbs one example each. */
const chosen: Record<string, Call> = {
  'task.create': ({ tasks }) => tasks.create({ title: 'new', uid: 'new', labelIds: ['label1'] }),
  'task.createMany': ({ tasks }) => tasks.createMany({ tasks: newTasks(Math.min(many, 100)) }),
  'task.update': ({ tasks }) => tasks.update({ id: 1, title: 'changed', completed: true }),
  'task.updateMany': ({ tasks }) => tasks.updateMany({ ids: open, completed: true }),
  'task.move': ({ tasks }) => tasks.move({ ids: open.slice(1, 400), parentUid: 'uid1' }),
  'task.complete': ({ tasks }) => tasks.complete({ id: 1 }),
  'task.skip': ({ tasks }) => tasks.skip({ id: 'daily' }),
  'task.delete': ({ tasks }) => tasks.delete({ id: 1 }),
  'task.deleteMany': ({ tasks }) => tasks.deleteMany({ ids: open }),
  'task.clearCompleted': ({ tasks }) => tasks.clearCompleted(),
  'operation.undo': ({ operations }) => operations.undo({ id: renaming }),
};
const calls = writes.map((verb) => ({
  name: verb.path,
  call: chosen[verb.path] ?? ((unit: UnitOfWork) => verb.call(unit, exampleInput(verb, 3))),
}));

// Losing a connection costs the server a new one each time, and is handled below the verbs. In every
// run it meets these, which begin differently: with an insert, with locks, with reads before BEGIN.
const losers = shortOrLong(
  ['task.create', 'task.updateMany', 'operation.undo'],
  calls.map(({ name }) => name),
);

// As many open tasks, from id 1 on, as completed ones; and some of another person.
const stock = [
  ...Array.from({ length: many }, () => ['ann', 'open', false]),
  ...Array.from({ length: many }, () => ['ann', 'done', true]),
  ['bob', 'open', false],
  ['bob', 'done', true],
]
  .map(([person, title, completed], at) => {
    const rank = `g${String(at).padStart(7, '0')}`;
    return `('${person}', '${title}', ${completed}, 'uid${at + 1}', '${rank}')`;
  })
  .join();

/** All tables but those of the journal. */
const tables = ourTables.filter(
  (table) => !/^(operation|receipt|journal|attempt)|zone/.test(table),
);

/** Which statements fail: in the short form BEGIN, the one in the middle and the last two, but for `losers` all. */
function placesIn(statements: string[], begin: number, name: string): number[] {
  const all = [...statements.keys()];
  const last = all.length - 1;
  const telling = new Set([begin, Math.ceil((begin + last) / 2), last - 1, last]);
  return losers.includes(name)
    ? all
    : shortOrLong(
        all.filter((place) => telling.has(place)),
        all,
      );
}

type Row = Record<string, unknown>;
type Tables = Record<string, Row[]>;

const times = new Set(['created_at', 'updated_at', 'completed_at', 'archived_at']);

/** The changes without what differs each time: ids, times and values derived from them. */
function difference(before: Tables, after: Tables): unknown[] {
  return tables.flatMap((table) => {
    const left = new Map((before[table] ?? []).map((row) => [keyOf(row), row]));
    const there = (after[table] ?? []).flatMap((row): unknown[] => {
      const was = left.get(keyOf(row));
      left.delete(keyOf(row));
      return isDeepStrictEqual(row, was) ? [] : [{ table, ...changeOf(row, was) }];
    });
    return [...there, ...[...left.keys()].map((gone) => ({ table, gone }))];
  });
}

const keyParts = (row: Row): unknown[] => [
  row['user_id'],
  row['id'] ?? row['task_id'],
  row['label_id'],
];
const keyOf = (row: Row): string => JSON.stringify(keyParts(row));

/** Numbers by their value: new rows get higher ones in each attempt. */
function byKey(one: Row, other: Row): number {
  const right = keyParts(other);
  for (const [at, left] of keyParts(one).entries()) {
    const gap = Number(left) - Number(right[at]);
    if (gap) return gap;
    const [text, otherText] = [String(left), String(right[at])];
    if (text !== otherText) return text < otherText ? -1 : 1;
  }
  return 0;
}

function changeOf(row: Row, was: Row | undefined): object {
  const fields = Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, times.has(name) ? value !== null : value]),
  );
  if (was) {
    const isLater = Number(row['updated_at']) > Number(was['updated_at']);
    const isSame = Number(row['created_at']) === Number(was['created_at']);
    return { ...fields, rank: row['rank'] === was['rank'], isLater, isSame };
  }
  if (row['created_at'] === undefined) return { ...fields, task_id: undefined };
  const begin = rankOf(new Date(Number(row['created_at'])).toISOString());
  const isNew =
    Number(row['created_at']) === Number(row['updated_at']) &&
    (typeof row['rank'] !== 'string' || row['rank'].startsWith(begin));
  const { id, uid, rank: _rank, ...others } = fields;
  return { ...others, isNew, hasUid: uid !== null, ...(typeof id === 'string' && { id }) };
}

interface Setting extends AsyncDisposable {
  unit: UnitOfWork;
  proxy: Proxy | undefined;
  /** As another session, which waits for locks for at most a second. */
  ask: (sql: string) => Promise<unknown[]>;
}

async function settingOn(engine: Engine): Promise<Setting> {
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await preparedDatabase(engine));
  const proxy = engine === 'postgresql' ? stack.use(await proxyTo(url)) : undefined;
  const db = stack.use(await openDatabase({ url: proxy?.url ?? url }));
  const ask = stack.use(proxy ? await askPostgres(url) : askSqlite(url)).ask;
  await ask(`insert into task (user_id, title, completed, uid, rank) values ${stock}`);
  const unit = db.unitOfWork('ann');
  await unit.tasks.update({ id: 1, title: 'renamed', operationId: renaming });
  const due = '2026-11-30';
  await unit.tasks.create({ title: 'daily', uid: 'daily', due, rule: 'FREQ=DAILY' });
  // Two rows of each other noun, and tasks in the first of them.
  for (const verb of writes.filter(({ path }) => /^(?!task)\w+\.create$/.test(path))) {
    for (const nth of [1, 2]) await verb.call(unit, exampleInput(verb, nth));
  }
  const inFirst = { listId: 'list1', sectionId: 'section1', labelIds: ['label1'] };
  const own = newTasks(Math.min(many, 100)).map((task) => ({ ...task, ...inFirst }));
  await unit.tasks.createMany({ tasks: own });
  for (const table of tables) await ask(`create table before_${table} as select * from "${table}"`);
  const kept = stack.move();
  return { unit, proxy, ask, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

type Ask = Pick<Setting, 'ask'> & AsyncDisposable;

async function askPostgres(connectionString: string): Promise<Ask> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(`set lock_timeout = '1s'`);
  return {
    ask: async (sql) => (await client.query(sql)).rows,
    [Symbol.asyncDispose]: () => client.end(),
  };
}

/** With a connection that is kept: there are thousands of statements. */
function askSqlite(url: string): Ask {
  const database = new Sqlite(url.slice('sqlite:'.length), { timeout: 1_000 });
  return {
    async ask(sql) {
      const statement = database.prepare(sql);
      return statement.reader ? statement.all() : (statement.run(), []);
    },
    [Symbol.asyncDispose]: async () => void database.close(),
  };
}

async function kill({ ask }: Setting, client: { processID: number }): Promise<void> {
  const there = `select pg_terminate_backend(pid) from pg_stat_activity where pid = ${client.processID}`;
  while ((await ask(there)).length > 0);
}

/** How a statement can fail, and the outcome if it is not `failed, before`. */
interface Failure {
  fate: (setting: Setting) => StatementHook;
  losesConnection?: true;
  atBegin?: string;
  atCommit?: string;
}

const refusedAs = (other: string): Failure => ({ fate: () => (_sql, send) => send(other) });
const mark = '/* the one */';
const failures: Record<Engine, Record<string, Failure>> = {
  sqlite: {
    refused: refusedAs('select * from nowhere'),
    // As SQLite does when the disk is full.
    'refused, with all before it': refusedAs(
      'insert or rollback into task (user_id) values (null)',
    ),
  },
  postgresql: {
    refused: refusedAs('select 1 / 0'),
    'sent to a backend that was killed': {
      losesConnection: true,
      fate: (setting) => async (sql, send, client) => {
        await kill(setting, client);
        return send(sql);
      },
      // Nothing was done, so it is repeated.
      atBegin: 'done, after',
      atCommit: 'unknown, before',
    },
    'done, and its reply lost': {
      losesConnection: true,
      fate:
        ({ proxy }) =>
        (sql, send) => {
          proxy?.cutAfter(mark);
          return send(mark + sql);
        },
      atBegin: 'done, after',
      atCommit: 'unknown, after',
    },
  },
};

/** The outcome as the caller can know it. */
async function told(answer: Promise<unknown>): Promise<'done' | 'failed' | 'unknown'> {
  try {
    await answer;
    return 'done';
  } catch (error) {
    return error instanceof Refusal && error.data.outcome === 'unknown' ? 'unknown' : 'failed';
  }
}

describe.each(engines)('all or nothing on %s', (engine) => {
  let setting: Setting;
  let before: Tables;
  const rows = async (): Promise<Tables> => {
    const found: Tables = {};
    for (const table of tables) {
      const inTable = (await setting.ask(`select * from "${table}"`)) as Row[];
      // PostgreSQL puts a changed row where there is room.
      found[table] = inTable.toSorted(byKey);
    }
    return found;
  };
  const operations = async () =>
    Number(Object((await setting.ask('select count(*) as count from operation'))[0]).count);
  const restore = async (changes: unknown[]) => {
    // For few rows a truncate, which creates new files, is slower.
    const isLarge = engine === 'postgresql' && shortOrLong(false, true);
    for (const table of new Set(changes.map((change) => String(recordOf(change)['table'])))) {
      await setting.ask(isLarge ? `truncate "${table}"` : `delete from "${table}"`);
      await setting.ask(`insert into "${table}" select * from before_${table}`);
    }
  };
  const outcomes: Record<string, number> = {};
  beforeAll(async () => {
    setting = await settingOn(engine);
    before = await rows();
  });
  afterAll(async () => {
    await setting[Symbol.asyncDispose]();
    if (shortOrLong(0, 1)) process.stdout.write(`${engine}: ${JSON.stringify(outcomes)}\n`);
  });

  /** The statements of a write that does not fail, and their changes. */
  const whole = async (call: Call) => {
    // A known first statement is sent together with BEGIN.
    await call(setting.unit);
    await restore(difference(before, await rows()));
    const watch = watchStatements();
    await call(setting.unit);
    watch[Symbol.dispose]();
    const changes = difference(before, await rows());
    await restore(changes);
    expect(changes).not.toEqual([]);
    expect(watch.sent.at(-1)).toBe('commit');
    return { statements: watch.sent, changes };
  };
  /** The outcome and the rows afterwards; then the rows are reset. */
  const attempt = async (call: Call, changes: unknown[], nth = 0, fate?: StatementHook) => {
    const journalled = await operations();
    const watch = watchStatements((count) => (count === nth ? fate : undefined));
    const answer = await told(call(setting.unit));
    watch[Symbol.dispose]();
    const changed = difference(before, await rows());
    await restore(changed);
    const isTold = (await operations()) - journalled === Math.sign(changed.length);
    if (!isTold) return `${answer}, and the journal tells something else`;
    const isWhole = isDeepStrictEqual(changed, changes);
    const state = changed.length === 0 ? 'before' : isWhole ? 'after' : 'between';
    outcomes[`${answer}, ${state}`] = (outcomes[`${answer}, ${state}`] ?? 0) + 1;
    return `${answer}, ${state}`;
  };

  test.each(calls)(
    '$name does all or nothing, whichever of its statements fails',
    async ({ name, call }) => {
      const { statements, changes } = await whole(call);
      // Before it, some writes read their size.
      const begin = statements.findIndex((sql) => /^begin/i.test(sql));
      for (const [how, failure] of Object.entries(failures[engine])) {
        const { fate, losesConnection, atBegin, atCommit } = failure;
        if (losesConnection && !losers.includes(name)) continue;
        for (const place of placesIn(statements, begin, name)) {
          const statement = statements[place];
          const isLast = place === statements.length - 1;
          const special = place <= begin ? atBegin : isLast ? atCommit : undefined;
          expect({
            how,
            statement,
            outcome: await attempt(call, changes, place + 1, fate(setting)),
            // Nothing is left that keeps a later call from doing it; not tried after each in the short form.
            next: isLast || shortOrLong(false, true) ? await attempt(call, changes) : 'done, after',
          }).toEqual({ how, statement, outcome: special ?? 'failed, before', next: 'done, after' });
        }
      }
    },
  );

  test.runIf(engine === 'postgresql').each(calls.filter(({ name }) => losers.includes(name)))(
    '$name, at whatever moment its backend is killed',
    async ({ call }) => {
      const { statements, changes } = await whole(call);
      for (let round = 0; round < shortOrLong(1, 100); round += 1) {
        let killed: Promise<unknown> | undefined;
        const fate: StatementHook = (sql, send, client) => {
          // Up to 3 ms later, deterministically.
          killed = sleep(((round * 617) % 31) / 10).then(() => kill(setting, client));
          return send(sql);
        };
        const outcome = await attempt(call, changes, 1 + (round % statements.length), fate);
        await killed;
        expect(['done, after', 'failed, before', 'unknown, before', 'unknown, after']).toContain(
          outcome,
        );
        expect(await attempt(call, changes)).toBe('done, after');
      }
    },
  );
});
