import { describe, expect, test } from 'vitest';
import { openDatabase } from '../open-database.ts';
import { catalogue, engines, execute, newPerson, temporaryDatabase } from '../testing/databases.ts';

const start = async (url: string) => {
  await using db = await openDatabase({ url });
  return await db.unitOfWork(newPerson()).tasks.create({ title: 'works' });
};

describe.each(engines)('the schema at startup, on %s', (engine) => {
  test('a start creates the tables, and a second start changes nothing', async () => {
    await using database = await temporaryDatabase(engine);
    await start(database.url);
    const made = await catalogue(database.url);
    await start(database.url);
    expect(await catalogue(database.url)).toEqual(made);
  });

  test('concurrent starts create the tables once', async () => {
    await using database = await temporaryDatabase(engine);
    const tasks = await Promise.all(Array.from({ length: 6 }, () => start(database.url)));
    expect(new Set(tasks.map((task) => task.id)).size).toBe(6);
  });

  test('a table of a newer version is accepted', async () => {
    await using database = await temporaryDatabase(engine);
    await start(database.url);
    await execute(database.url, 'alter table task add column effort text');
    await execute(database.url, "alter table task add column mood text not null default 'calm'");
    await execute(database.url, 'create index task_mood on task (mood)');
    const before = await catalogue(database.url);
    await start(database.url);
    expect(await catalogue(database.url)).toEqual(before);
  });
});
