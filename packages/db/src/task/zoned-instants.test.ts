import { describe, expect, test } from 'vitest';
import { openDatabase } from '../open-database.ts';
import { engines, execute, newPerson, newTasks, temporaryDatabase } from '../testing/databases.ts';

describe.each(engines)('instants of dates in zones, on %s', (engine) => {
  test('are computed again at a start with newer time zones', async () => {
    await using temporary = await temporaryDatabase(engine);
    const { url } = temporary;
    const start = async () => (await openDatabase({ url })).close();
    const instants = () => execute(url, 'select due_at, start_at from task order by id');
    const spoil = () => execute(url, "update task set due_at = 'old' where due_at is not null");
    const kept = () => execute(url, 'select version from zone_data');

    await using db = await openDatabase({ url });
    expect(await kept()).toEqual([{ version: process.versions['tz'] }]);
    const { tasks } = db.unitOfWork(newPerson());
    const zoned = '2026-03-29T02:30[Europe/Berlin]';
    await tasks.create({ title: 'x', due: zoned, start: '2026-03-29T02:30' });
    for (let many = 0; many < 6; many += 1)
      await tasks.createMany({
        tasks: newTasks(100).map((task) => ({ ...task, due: zoned, start: zoned })),
      });
    const right = await instants();
    expect(right[0]).toEqual({ due_at: '2026-03-29T01:30:00.000Z', start_at: null });

    await spoil();
    await start();
    expect(await instants()).not.toEqual(right);
    await execute(url, "update zone_data set version = '2000a'");
    await start();
    expect(await instants()).toEqual(right);
    expect(await kept()).toEqual([{ version: process.versions['tz'] }]);
  });
});
