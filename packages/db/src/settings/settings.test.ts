import { randomUUID } from 'node:crypto';
import { defaultSettings } from '@tydo/schemas/settings';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../open-database.ts';
import { engines, newPerson } from '../testing/databases.ts';
import { latest, openTwice, refusal } from '../testing/history.ts';

describe.each(engines)('settings on %s', (engine) => {
  let opened: Awaited<ReturnType<typeof openTwice>>;
  let db: Database;
  beforeAll(async () => {
    opened = await openTwice(engine);
    ({ db } = opened);
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  test('are the defaults until they are set, in one row of each person', async () => {
    const unit = db.unitOfWork(newPerson());
    const { settings } = unit;
    expect(await settings.get()).toEqual(defaultSettings);
    expect(await settings.update({})).toEqual(defaultSettings);
    expect((await unit.operations.list()).items).toEqual([]);
    const operationId = randomUUID();
    const first = await settings.update({ zone: 'Europe/Berlin', operationId });
    expect(first).toEqual({
      ...defaultSettings,
      zone: 'Europe/Berlin',
      updatedAt: expect.any(String),
    });
    expect(await settings.update({ zone: 'Europe/Berlin' })).toEqual(first);
    const second = await settings.update({ weekStart: 7, dateOrder: 'dmy' });
    expect(second).toEqual({
      ...first,
      weekStart: 7,
      dateOrder: 'dmy',
      updatedAt: second.updatedAt,
    });
    expect(await settings.get()).toEqual(second);
    expect(await settings.update({ zone: 'Europe/Berlin', operationId })).toEqual(first);
    expect(await db.unitOfWork(newPerson()).settings.get()).toEqual(defaultSettings);
  });

  test('that are set to their defaults have been set', async () => {
    const { settings } = db.unitOfWork(newPerson());
    expect(await settings.update({ zone: 'UTC' })).toMatchObject({ updatedAt: expect.any(String) });
  });

  test('are in the journal, a snapshot and the export, and an undo of the first takes them away', async () => {
    const unit = db.unitOfWork(newPerson());
    const row = await unit.settings.update({ zone: 'Asia/Kolkata' });
    const operation = await latest(unit);
    const change = { noun: 'settings', id: 'settings', before: null, after: row };
    expect(operation).toMatchObject({ kind: 'settings.update', changes: [change] });
    expect((await unit.sync.snapshot()).rows).toEqual([{ noun: 'settings', row }]);
    expect((await unit.export.page('settings', null)).items).toEqual([row]);
    await unit.settings.update({ weekStart: 3 });
    const { id } = await latest(unit);
    expect(
      (await unit.operations.list({ noun: 'settings', id: 'settings' })).items.map((one) => one.id),
    ).toEqual([id, operation.id]);
    expect(await refusal(unit.operations.undo({ id: operation.id }))).toMatchObject({
      code: 'CONFLICT',
      data: { blockedBy: { id } },
    });
    await unit.operations.undo({ id });
    expect(await unit.settings.get()).toMatchObject({ weekStart: 1, zone: 'Asia/Kolkata' });
    const { operation: undone } = await unit.operations.undo({ id: operation.id });
    expect(await unit.settings.get()).toEqual(defaultSettings);
    await unit.operations.undo({ id: undone.id });
    expect(await unit.settings.get()).toMatchObject({ zone: 'Asia/Kolkata' });
  });

  test('are changed only where they are as the caller read them', async () => {
    const { settings } = db.unitOfWork(newPerson());
    const never = new Date(0).toISOString();
    expect(await refusal(settings.update({ weekStart: 2, ifUpdatedAt: never }))).toMatchObject({
      code: 'CONFLICT',
      data: { noun: 'settings', current: defaultSettings },
    });
    const current = await settings.update({ weekStart: 2, ifUpdatedAt: null });
    for (const ifUpdatedAt of [null, never]) {
      expect(await refusal(settings.update({ weekStart: 3, ifUpdatedAt }))).toMatchObject({
        code: 'CONFLICT',
        data: { noun: 'settings', current },
      });
    }
    expect(await settings.update({ weekStart: 3, ifUpdatedAt: current.updatedAt })).toMatchObject({
      weekStart: 3,
    });
  });

  test('that two devices set first become one row', async () => {
    const personId = newPerson();
    const [here, there] = [db.unitOfWork(personId), opened.elsewhere.unitOfWork(personId)];
    await Promise.all([
      here.settings.update({ zone: 'Europe/Lisbon' }),
      there.settings.update({ weekStart: 7 }),
    ]);
    expect(await here.settings.get()).toMatchObject({ zone: 'Europe/Lisbon', weekStart: 7 });
  });

  test('refuse a zone that is none', async () => {
    const { settings } = db.unitOfWork(newPerson());
    for (const zone of ['+01:00', 'europe/berlin', 'Mars/Base', '']) {
      expect(await refusal(settings.update({ zone }))).toMatchObject({ code: 'BAD_REQUEST' });
    }
  });
});
