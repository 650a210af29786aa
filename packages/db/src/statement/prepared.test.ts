// Statements that the databases keep prepared, and what happens when the table changes meanwhile.
import { describe, expect, test } from 'vitest';
import {
  engines,
  execute,
  newPerson,
  openTemporaryDatabase,
  watchStatements,
} from '../testing/databases.ts';

describe.each(engines)('with %s', (engine) => {
  test('a write of one task sends its values as parameters', async () => {
    await using opened = await openTemporaryDatabase(engine);
    const { tasks } = opened.db.unitOfWork(newPerson());
    using watch = watchStatements();
    const { id } = await tasks.create({ title: 'apart' });
    await tasks.update({ id, title: 'aside' });
    const writes = watch.sent.filter((sql) => /^(insert into|update) "task"/.test(sql));
    expect(writes).toHaveLength(2);
    for (const sql of writes) expect(sql).not.toMatch(/'|apart|aside/i);
  });

  test('a column that a newer version adds fails no call of this version', async () => {
    await using opened = await openTemporaryDatabase(engine);
    const { tasks } = opened.db.unitOfWork(newPerson());
    const { id } = await tasks.create({ title: 'one' });
    await tasks.update({ id, title: 'two' });
    await execute(opened.url, 'alter table task add column effort integer');
    expect(await tasks.update({ id, title: 'three' })).toMatchObject({ title: 'three' });
    expect(await tasks.get({ id })).toMatchObject({ title: 'three' });
    expect(await tasks.delete({ id })).toMatchObject({ id });
  });
});
