import { describe, expect, test } from 'vitest';
import { internalsOf } from '../internals.ts';
import { engines, execute, openTemporaryDatabase, watchStatements } from '../testing/databases.ts';
import { authDatabaseOf } from './auth-database.ts';
import { listPersonIds } from './list-person-ids.ts';

async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe.each(engines)('the ids of people on %s', (engine) => {
  test('are listed in order, in pages, without deleted accounts', async () => {
    await using temporary = await openTemporaryDatabase(engine);
    const { db, url } = temporary;
    expect(await allOf(db.personIds())).toEqual([]);
    await execute(url, 'create table "user" (id text not null primary key)');
    expect(await allOf(db.personIds())).toEqual([]);
    const values = ['e', 'a', 'd', 'b', 'c', 'deleted'].map((id) => `('${id}')`);
    await execute(url, `insert into "user" (id) values ${values.join()}`);
    await db.unitOfWork('a').tasks.create({ title: 'x' });
    await authDatabaseOf(db).closeAccount('deleted');
    expect(await allOf(db.personIds())).toEqual(['a', 'b', 'c', 'd', 'e']);

    const { kysely, dialect, timeouts } = internalsOf(db);
    const inPages = listPersonIds(kysely, dialect, timeouts.call, 2);
    const found: string[] = [];
    using watch = watchStatements();
    for await (const id of inPages) {
      found.push(id);
      // The next page starts after this one, whatever was deleted meanwhile.
      if (id === 'b') await execute(url, `delete from "user" where id in ('b', 'd')`);
    }
    expect(found).toEqual(['a', 'b', 'c', 'e']);
    const pages = watch.sent.filter((sql) => sql.includes('left join journal'));
    expect(pages.length).toBeGreaterThanOrEqual(3);
  });
});
