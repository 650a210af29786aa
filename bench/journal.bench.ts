// What the journal adds to a write, and how reading it scales. Compare the ratios within one run;
// milliseconds depend on the machine.
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { authDatabaseOf } from '@tydo/db/auth-database';
import { type Engine, engines, execute, newPerson, openTemporaryDatabase } from '@tydo/db/testing';
import { describe, expect, test } from 'vitest';

type Opened = Awaited<ReturnType<typeof openTemporaryDatabase>>;

const median = (times: number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};
const say = (line: string) => void process.stdout.write(`${line}\n`);

describe.each(engines)('the journal on %s', (engine) => {
  test('the cost of a write', async () => {
    await using opened = await openTemporaryDatabase(engine);
    const { tasks } = opened.db.unitOfWork(newPerson());
    const { id } = await tasks.create({ title: 'begin' });
    // Always another title: an update to the same value writes nothing.
    let titles = 0;
    const title = () => `title ${(titles += 1)}`;
    const writes = {
      create: (more: object) => tasks.create({ title: title(), ...more }),
      update: (more: object) => tasks.update({ id, title: title(), ...more }),
    };
    await using disabled = await journalSwitch(opened);
    for (const [name, write] of Object.entries(writes)) {
      const times = { without: [0], journal: [0], operationId: [0] };
      for (let round = 0; round < 600; round += 1) {
        disabled.on = true;
        times.without[round] = await timed(() => write({}));
        disabled.on = false;
        times.journal[round] = await timed(() => write({}));
        const operationId = randomUUID();
        times.operationId[round] = await timed(() => write({ operationId }));
      }
      const base = median(times.without);
      const ratio = (all: number[]) => (median(all) / base).toFixed(2);
      say(
        `${engine}, ${name}: ${base.toFixed(2)} ms without the journal's statements; × ${ratio(times.journal)} with them, × ${ratio(times.operationId)} with an operationId`,
      );
    }
  });

  test('the size of an operation', async () => {
    for (const withId of [false, true]) {
      await using opened = await openTemporaryDatabase(engine);
      const { tasks } = opened.db.unitOfWork(newPerson());
      const { id } = await tasks.create({ title: 'Buy bread and two litres of oat milk' });
      const before = await size(engine, opened.url);
      const count = 2_000;
      for (let round = 0; round < count; round += 1) {
        const operationId = withId ? { operationId: randomUUID() } : {};
        await tasks.update({ id, completed: round % 2 === 0, ...operationId });
      }
      const bytes = Math.round(((await size(engine, opened.url)) - before) / count);
      say(
        `${engine}: ${bytes} bytes for each update ${withId ? 'with' : 'without'} an operationId, indexes included`,
      );
    }
  });

  test('reading does not slow down with the number of operations', async () => {
    await using opened = await openTemporaryDatabase(engine);
    const people = await Promise.all(
      [1_000, 1_000_000].map((count) => fill(opened, engine, count)),
    );
    const medians = [];
    for (const { person, count } of people) {
      const { operations } = opened.db.unitOfWork(person);
      const reads = {
        list: () => operations.list(),
        'list of a task': () => operations.list({ noun: 'task', id: 7 }),
        'since, at the end': () => operations.since({ seq: count - 50 }),
        'since, in the middle': () => operations.since({ seq: count / 2 }),
      };
      const found: Record<string, number> = {};
      for (const [name, read] of Object.entries(reads)) {
        const times = [];
        for (let round = 0; round < 60; round += 1) times.push(await timed(read));
        found[name] = median(times);
      }
      medians.push(found);
    }
    const [few = {}, many = {}] = medians;
    for (const [name, time] of Object.entries(many)) {
      const base = few[name] ?? 0;
      say(
        `${engine}, ${name}: ${time.toFixed(2)} ms at 1,000,000 operations, × ${(time / base).toFixed(2)} of 1,000`,
      );
    }
    expect(Object.keys(many)).toHaveLength(4);
  });
});

/** While it is on, the journal's statements are not sent to the database. */
async function journalSwitch({ db }: Opened): Promise<AsyncDisposable & { on: boolean }> {
  const prototype = await authDatabaseOf(db)
    .connection.db.getExecutor()
    .provideConnection((connection) => Promise.resolve(Object.getPrototypeOf(connection)));
  const { executeQuery } = prototype;
  const disabled = {
    on: false,
    async [Symbol.asyncDispose]() {
      prototype.executeQuery = executeQuery;
    },
  };
  prototype.executeQuery = function (this: unknown, query: { sql: string }, ...rest: unknown[]) {
    return disabled.on && /insert into (journal|operation)/.test(query.sql)
      ? Promise.resolve({ rows: [{ seq: 1 }] })
      : executeQuery.call(this, query, ...rest);
  };
  return disabled;
}

async function size(engine: Engine, url: string): Promise<number> {
  if (engine === 'sqlite') {
    await execute(url, 'pragma wal_checkpoint(truncate)');
    return (await stat(url.replace('sqlite:', ''))).size;
  }
  const tables = ['operation', 'operation_task', 'receipt', 'journal'];
  const sum = tables.map((table) => `pg_total_relation_size('${table}')`).join(' + ');
  return Number(Object((await execute(url, `select ${sum} as bytes`))[0]).bytes);
}

/** A user with `count` operations, 20 for each task. */
async function fill({ db, url }: Opened, engine: Engine, count: number) {
  const person = newPerson();
  const { tasks, operations } = db.unitOfWork(person);
  await tasks.update({ id: (await tasks.create({ title: 'x' })).id, title: 'y' });
  const [sample] = (await operations.list({ limit: 1 })).items;
  const changes = JSON.stringify(sample?.changes);
  const numbers =
    engine === 'sqlite'
      ? `with recursive n(seq) as (select 3 union all select seq + 1 from n where seq < ${count})`
      : `with n as (select seq from generate_series(3, ${count}) as seq)`;
  const uuid =
    engine === 'sqlite' ? `printf('%08x-0000-4000-8000-000000000000', seq)` : 'gen_random_uuid()';
  await execute(
    url,
    `insert into operation (user_id, id, seq, kind, changes) ${numbers}
      select '${person}', ${uuid}, seq, 'task.update', '${changes}' from n`,
  );
  await execute(
    url,
    `insert into operation_task (user_id, task_id, seq) ${numbers}
      select '${person}', seq % ${count / 20}, seq from n`,
  );
  await execute(url, `update journal set seq = ${count} where user_id = '${person}'`);
  return { person, count };
}
