import { rankOf } from '@tydo/rules/order';
import type { TaskRead } from '@tydo/schemas/task';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../open-database.ts';
import { engines, execute, preparedDatabase } from '../testing/databases.ts';
import { watchStatements } from '../testing/watch-statements.ts';
import { derivedUid } from './derived-uid.ts';

// More than one batch.
const many = 1_001;
const numbers = {
  sqlite: `with recursive n(n) as (select 1 union all select n + 1 from n where n < ${many})`,
  postgresql: `with n as (select n from generate_series(1, ${many}) n)`,
};

async function allOf(db: Database, person: string): Promise<TaskRead[]> {
  const { tasks } = db.unitOfWork(person);
  const all: TaskRead[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await tasks.list({ limit: 100, cursor });
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
}

const derived = ['title_folded', 'description_folded', 'uid', 'rank'];

describe.each(engines)('rows of a version without derived columns, on %s', (engine) => {
  test('are filled, and the search finds them by title and description in any case', async () => {
    await using temporary = await preparedDatabase(engine);
    const { url } = temporary;
    await (await openDatabase({ url })).close();
    await execute(
      url,
      `insert into task (user_id, title, description) ${numbers[engine]}
       select case n % 2 when 0 then 'ann' else 'bob' end, 'Größe ' || n, 'Ένας σκύλος ' || n from n`,
    );
    for (const index of [
      'task_to_repair_index',
      'task_user_id_uid_index',
      'task_user_id_list_id_completed_rank_id_index',
    ]) {
      await execute(url, `drop index ${index}`);
    }
    for (const column of derived) await execute(url, `alter table task drop column ${column}`);
    await using db = await openDatabase({ url });
    const rows = await execute(
      url,
      'select id, title_folded, description_folded, uid, rank from task order by id',
    );
    expect(rows).toHaveLength(many);
    const tasks = [...(await allOf(db, 'ann')), ...(await allOf(db, 'bob'))];
    expect(rows).toEqual(
      tasks
        .toSorted((one, other) => one.id - other.id)
        .map(({ id, createdAt }) => ({
          id,
          title_folded: `nGRÖSSE ${id}`,
          description_folded: `nΈΝΑΣ ΣΚΎΛΟΣ ${id}`,
          uid: derivedUid({ id, createdAt }),
          rank: rankOf(createdAt),
        })),
    );
    for (const search of ['GRÖSSE 1000', 'ΣΚΎΛΟΣ 1000']) {
      expect((await db.unitOfWork('ann').tasks.list({ search })).items).toMatchObject([
        { title: 'Größe 1000' },
      ]);
    }
  });
});

describe.each(engines)('a derived uid on %s', (engine) => {
  test('does not replace a stored one, nor repeat one that the owner has chosen', async () => {
    await using temporary = await preparedDatabase(engine);
    const { url } = temporary;
    await (await openDatabase({ url })).close();
    await execute(url, `insert into task (user_id, title) values ('ann', 'one'), ('bob', 'two')`);
    const uids = async () =>
      (await execute(url, 'select uid from task order by id')).map((row) => Object(row).uid);
    await (await openDatabase({ url })).close();
    const [ofAnn, ofBob] = await uids();
    // Ann has chosen, for a third task, the derived uid of the first two, of which the second is Bob's.
    await execute(url, 'update task set uid = null');
    await execute(
      url,
      `insert into task (user_id, title, uid) values ('ann', 'three', '${ofAnn}'), ('ann', 'four', '${ofBob}')`,
    );
    await (await openDatabase({ url })).close();
    const filled = await uids();
    expect(filled).toEqual([expect.any(String), ofBob, ofAnn, ofBob]);
    expect(filled[0]).not.toBe(ofAnn);
    await execute(url, 'update task set rank = null');
    await (await openDatabase({ url })).close();
    expect(await uids()).toEqual(filled);
  });
});

test('a locked row delays neither the start nor the other rows', async () => {
  await using temporary = await preparedDatabase('postgresql');
  const { url } = temporary;
  await execute(url, `insert into task (user_id, title) values ('ann', 'one'), ('ann', 'two')`);
  const unfilled = 'select id from task where uid is null';
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`begin; update task set title = 'changed' where id = 1`);
  await (await openDatabase({ url, log: { warn: () => expect.unreachable() } })).close();
  expect(await execute(url, unfilled)).toEqual([{ id: 1 }]);
  await client.query('commit');
  await client.end();
  await (await openDatabase({ url })).close();
  expect(await execute(url, 'select title_folded from task order by id')).toEqual([
    { title_folded: 'CHANGED' },
    { title_folded: 'TWO' },
  ]);
});

test('a row cannot be changed between its reading and its filling', async () => {
  await using temporary = await preparedDatabase('postgresql');
  const { url } = temporary;
  await execute(url, `insert into task (user_id, title) values ('ann', 'one')`);
  const change = `set lock_timeout = '50ms'; update task set title = 'two', title_folded = 'TWO'`;
  const refused: unknown[] = [];
  using _watch = watchStatements(() => async (sql, send) => {
    if (/update task set title_folded/.test(sql)) {
      refused.push(await execute(url, change).catch((error: unknown) => String(error)));
    }
    return send(sql);
  });
  await (await openDatabase({ url })).close();
  expect(refused).toEqual([expect.stringContaining('lock timeout')]);
});

describe.each(engines)('a row that a version with an older rule has folded, on %s', (engine) => {
  test('is found before it is folded again, and folded at the next start', async () => {
    await using temporary = await preparedDatabase(engine);
    const { url } = temporary;
    const cafe = 'Cafe\u0301';
    const found = async (db: Database) =>
      (await db.unitOfWork('ann').tasks.list({ search: 'caf\u00e9' })).items.length;
    {
      await using db = await openDatabase({ url });
      await execute(
        url,
        `insert into task (user_id, title, title_folded, description, description_folded)
         values ('ann', '${cafe}', '${cafe.toUpperCase()}', 'milk', 'MILK'),
           ('ann', 'milk', 'MILK', '${cafe}', '${cafe.toUpperCase()}')`,
      );
      expect(await found(db)).toBe(2);
    }
    await using db = await openDatabase({ url });
    const stored = ['nCAF\u00c9', 'MILK'];
    expect(
      await execute(
        url,
        'select title_folded as one, description_folded as other from task order by id',
      ),
    ).toEqual([
      { one: stored[0], other: stored[1] },
      { one: stored[1], other: stored[0] },
    ]);
    expect(await found(db)).toBe(2);
  });
});

test('where they cannot be written the start says so, goes on, and the search finds them', async () => {
  await using temporary = await preparedDatabase('postgresql');
  const { url } = temporary;
  await (await openDatabase({ url })).close();
  await execute(url, `insert into task (user_id, title) values ('ann', 'Größe')`);
  await execute(
    url,
    `create function no() returns trigger language plpgsql as 'begin raise ''read only''; end';
     create trigger no before update on task for each row execute function no()`,
  );
  const warned: string[] = [];
  const log = { warn: (_details: object, message: string) => void warned.push(message) };
  await using db = await openDatabase({ url, log });
  expect(warned).toEqual(['derived columns of some tasks could not be written']);
  const { items } = await db.unitOfWork('ann').tasks.list({ search: 'GRÖSSE' });
  expect(items).toMatchObject([{ title: 'Größe' }]);
});
