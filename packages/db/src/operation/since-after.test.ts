import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, newPerson, openTemporaryDatabase } from '../testing/databases.ts';
import { latest, refusal } from '../testing/history.ts';

describe.each(engines)('reading on after an operation on %s', (engine) => {
  let opened: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  beforeAll(async () => {
    opened = await openTemporaryDatabase(engine);
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  test('is a CONFLICT where the operation of that number has another id, or there is none', async () => {
    const unit = opened.db.unitOfWork(newPerson());
    await unit.tasks.create({ title: 'one' });
    const { id } = await latest(unit);
    await unit.tasks.create({ title: 'two' });
    for (const after of [id, null, undefined]) {
      expect((await unit.operations.since({ seq: 1, after })).items).toHaveLength(1);
    }
    const other = randomUUID();
    for (const [seq, after] of [
      [1, other],
      [0, id],
      [2, id],
      [3, other],
    ] as const) {
      const error = await refusal(unit.operations.since({ seq, after }));
      expect(error).toMatchObject({ code: 'CONFLICT', data: { seq: 2 } });
    }
  });

  test('does not compare the id of an operation that was pruned', async () => {
    const unit = opened.db.unitOfWork(newPerson());
    await unit.tasks.create({ title: 'one' });
    await opened.db.pruneJournal(new Date(Date.now() + 1_000));
    await unit.tasks.create({ title: 'two' });
    const { items } = await unit.operations.since({ seq: 1, after: randomUUID() });
    expect(items.map(({ seq }) => seq)).toEqual([2]);
  });
});
