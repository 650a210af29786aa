// Whichever statement of a write fails, and however: all of it is done or nothing, and
// the caller knows which of the two, unless the reply to COMMIT was lost.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { rankOf } from '@tydo/rules/order';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase, Refusal, type UnitOfWork } from './open-database.ts';
import {
  type Engine,
  engines,
  execute,
  newTasks,
  preparedDatabase,
  shortOrLong,
} from './testing/databases.ts';
import { type Proxy, proxyTo } from './testing/proxy.ts';
import { type StatementHook, watchStatements } from './testing/watch-statements.ts';

// In the long form more than MikroORM's batch size of 300.
const many = shortOrLong(4, 650);
const open = Array.from({ length: many }, (_, place) => 1 + place);

// An earlier operation on task 1.
const renaming = randomUUID();

type Call = (unit: UnitOfWork) => Promise<unknown>;
type Reads = 'list' | 'all' | 'view' | 'get' | 'counts' | 'since';
type Writes<Noun> = Record<Exclude<keyof Noun, Reads>, (own: Noun) => Promise<unknown>>;
/** The nouns whose table is compared. A verb of theirs that is missing here does not compile. */
const verbs: { [Noun in 'tasks' | 'operations']: Writes<UnitOfWork[Noun]> } = {
  tasks: {
    create: (tasks) => tasks.create({ title: 'new' }),
    createMany: (tasks) => tasks.createMany({ tasks: newTasks(Math.min(many, 100)) }),
    update: (tasks) => tasks.update({ id: 1, title: 'changed', completed: true }),
    updateMany: (tasks) => tasks.updateMany({ ids: open, completed: true }),
    move: (tasks) => tasks.move({ ids: open.slice(1, 400), parentUid: 'uid1' }),
    complete: (tasks) => tasks.complete({ id: 1 }),
    skip: (tasks) => tasks.skip({ id: 'daily' }),
    delete: (tasks) => tasks.delete({ id: 1 }),
    deleteMany: (tasks) => tasks.deleteMany({ ids: open }),
    clearCompleted: (tasks) => tasks.clearCompleted(),
  },
  operations: {
    undo: (operations) => operations.undo({ id: renaming }),
  },
};
const writes = Object.entries(verbs).flatMap(([noun, calls]) =>
  Object.entries(calls).map(([verb, call]) => ({
    name: `${noun}.${verb}`,
    call: (unit: UnitOfWork) => call(unit[noun as keyof UnitOfWork]),
  })),
);

// Losing a connection costs the server a new one each time, and is handled below the verbs. In every
// run it meets these, which begin differently: with an insert, with locks, with reads before BEGIN.
const losers = shortOrLong(
  ['tasks.create', 'tasks.updateMany', 'operations.undo'],
  writes.map(({ name }) => name),
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

type Row = Record<'created_at' | 'updated_at', Date | number> & {
  completed_at: Date | number | null;
  id: number;
  uid: string | null;
  rank: string | null;
};

/** A change without what differs each time: ids, times and values derived from them. */
function difference(before: Row[], after: Row[]): unknown[] {
  const left = new Map(before.map((row) => [row.id, row]));
  const there = after.flatMap((row): unknown[] => {
    const was = left.get(row.id);
    left.delete(row.id);
    if (isDeepStrictEqual(row, was)) return [];
    const { id, created_at, updated_at, completed_at, ...others } = row;
    const rest = { ...others, isDone: completed_at !== null };
    if (!was) {
      const { uid, rank, ...fields } = rest;
      return [
        {
          ...fields,
          isNew:
            uid !== null &&
            rank?.startsWith(rankOf(new Date(created_at).toISOString())) &&
            Number(created_at) === Number(updated_at),
        },
      ];
    }
    const same = Number(created_at) === Number(was.created_at);
    return [{ ...rest, id, isLater: same && updated_at > was.updated_at }];
  });
  return [...there, ...[...left.keys()].map((gone) => ({ gone }))];
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
  const client = new pg.Client({ connectionString: url });
  if (proxy) {
    await client.connect();
    stack.defer(() => client.end());
    await client.query(`set lock_timeout = '1s'`);
  }
  const ask = async (sql: string) => (proxy ? (await client.query(sql)).rows : execute(url, sql));
  await ask(`insert into task (user_id, title, completed, uid, rank) values ${stock}`);
  const unit = db.unitOfWork('ann');
  await unit.tasks.update({ id: 1, title: 'renamed', operationId: renaming });
  const due = '2026-11-30';
  await unit.tasks.create({ title: 'daily', uid: 'daily', due, rule: 'FREQ=DAILY' });
  await ask('create table before as select * from task');
  const own = stack.move();
  return {
    unit,
    proxy,
    ask,
    [Symbol.asyncDispose]: () => own.disposeAsync(),
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
  let before: Row[];
  const rows = async () => (await setting.ask('select * from task order by id')) as Row[];
  const operations = async () =>
    Number(Object((await setting.ask('select count(*) as count from operation'))[0]).count);
  const restore = async () => {
    // For few rows a truncate, which creates new files, is slower.
    const isLarge = engine === 'postgresql' && shortOrLong(false, true);
    await setting.ask(isLarge ? 'truncate task' : 'delete from task');
    await setting.ask('insert into task select * from before');
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
    await restore();
    const watch = watchStatements();
    await call(setting.unit);
    watch[Symbol.dispose]();
    const changes = difference(before, await rows());
    await restore();
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
    if (changed.length > 0) await restore();
    const isTold = (await operations()) - journalled === Math.sign(changed.length);
    if (!isTold) return `${answer}, and the journal tells something else`;
    const isWhole = isDeepStrictEqual(changed, changes);
    const state = changed.length === 0 ? 'before' : isWhole ? 'after' : 'between';
    outcomes[`${answer}, ${state}`] = (outcomes[`${answer}, ${state}`] ?? 0) + 1;
    return `${answer}, ${state}`;
  };

  test.each(writes)(
    '$name does all or nothing, whichever of its statements fails',
    async ({ name, call }) => {
      const { statements, changes } = await whole(call);
      for (const [how, failure] of Object.entries(failures[engine])) {
        const { fate, losesConnection, atBegin, atCommit } = failure;
        if (losesConnection && !losers.includes(name)) continue;
        for (const [place, statement] of statements.entries()) {
          // An undo first reads its size.
          const begin = statements.findIndex((sql) => !sql.startsWith('select "seq", "weight"'));
          const isLast = place === statements.length - 1;
          const special = place <= begin ? atBegin : isLast ? atCommit : undefined;
          expect({
            how,
            statement,
            outcome: await attempt(call, changes, place + 1, fate(setting)),
            // It can be undone.
            next: await attempt(call, changes),
          }).toEqual({ how, statement, outcome: special ?? 'failed, before', next: 'done, after' });
        }
      }
    },
  );

  test.runIf(engine === 'postgresql').each(writes.filter(({ name }) => losers.includes(name)))(
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
