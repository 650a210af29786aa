import { describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../open-database.ts';
import { engines, execute, preparedDatabase } from '../testing/databases.ts';

// More than are folded at a time.
const many = 1_001;
const numbers = {
  sqlite: `with recursive n(n) as (select 1 union all select n + 1 from n where n < ${many})`,
  postgresql: `with n as (select n from generate_series(1, ${many}) n)`,
};

describe.each(engines)('rows of a version without folded text, on %s', (engine) => {
  test('are all found, by title and by description, whatever the case', async () => {
    await using temporary = await preparedDatabase(engine);
    const { url } = temporary;
    await (await openDatabase({ url })).close();
    await execute(
      url,
      `insert into task (user_id, title, description) ${numbers[engine]}
       select 'ann', 'Größe ' || n, case n % 2 when 0 then 'Ένας σκύλος ' || n end from n`,
    );
    await execute(url, 'drop index task_to_fold_index');
    for (const column of ['title_folded', 'description_folded']) {
      await execute(url, `alter table task drop column ${column}`);
    }
    await using db = await openDatabase({ url });
    expect(await execute(url, 'select 1 from task where title_folded is null')).toEqual([]);
    const { tasks } = db.unitOfWork('ann');
    const titles = async (search: string) =>
      (await tasks.list({ search })).items.map((item) => item.title);
    expect(await titles(`GRÖSSE ${many}`)).toEqual([`Größe ${many}`]);
    expect(await titles('ΣΚΎΛΟΣ 1000')).toEqual(['Größe 1000']);
  });
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
  expect(warned).toEqual(['some tasks could not be made ready for the search']);
  const { items } = await db.unitOfWork('ann').tasks.list({ search: 'GRÖSSE' });
  expect(items).toMatchObject([{ title: 'Größe' }]);
});
