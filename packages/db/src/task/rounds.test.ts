// Dates, rounds of recurring tasks, and the views by days: DOMAIN §4, §5, §7, §8.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cursorAfter } from '../cursor.ts';
import type { Database, UnitOfWork } from '../open-database.ts';
import { engines, newPerson, openTemporaryDatabase } from '../testing/databases.ts';
import { execute } from '../testing/execute.ts';
import { latest, refusal } from '../testing/history.ts';

const day = (offset: number) =>
  new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const [yesterday, today, tomorrow] = [-1, 0, 1].map(day);

describe.each(engines)('rounds on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  let db: Database;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
    ({ db } = temporary);
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  const daily = { title: 'Pills', uid: 'pills', due: today, rule: 'FREQ=DAILY' };
  const uids = async ({ tasks }: UnitOfWork, view: Parameters<typeof tasks.view>[0]['view']) =>
    (await tasks.view({ view })).items.map(({ uid }) => uid);
  const undoLatest = async (unit: UnitOfWork) =>
    unit.operations.undo({ id: (await latest(unit)).id });

  test('a completed round leaves a copy and moves on; one undo takes both back', async () => {
    const unit = db.unitOfWork(newPerson());
    const made = await unit.tasks.create({ ...daily, labelIds: [] });
    expect(made).toMatchObject({ anchor: today, occurrence: today, ruleFrom: 'due' });
    await unit.tasks.create({ title: 'water', uid: 'water', parentUid: 'pills', due: today });
    await unit.tasks.update({ id: 'water', completed: true });
    const { task, done, completed } = await unit.tasks.complete({ id: 'pills' });
    expect(task).toMatchObject({ id: made.id, due: tomorrow, completed: false });
    expect(done).toMatchObject({
      uid: `pills@${today}`,
      seriesUid: 'pills',
      completed: true,
      due: today,
      rule: null,
    });
    expect(completed).toBe(0);
    expect(await unit.tasks.get({ id: 'water' })).toMatchObject({
      completed: false,
      due: tomorrow,
    });
    expect(await uids(unit, 'logbook')).toEqual([`pills@${today}`]);
    await undoLatest(unit);
    expect(await unit.tasks.get({ id: 'pills' })).toEqual({
      ...made,
      updatedAt: expect.any(String),
    });
    expect(await unit.tasks.get({ id: 'water' })).toMatchObject({ completed: true, due: today });
    expect(await uids(unit, 'logbook')).toEqual(['water']);
  });

  test('a task does not move on where more than 500 of its subtasks would be open', async () => {
    const person = newPerson();
    const unit = db.unitOfWork(person);
    await unit.tasks.create(daily);
    // One of 501 is completed.
    const values = Array.from(
      { length: 501 },
      (_, at) => `('${person}', 'Glass', 'glass${at}', 'pills', 'g1234567', ${at} = 0)`,
    );
    await execute(
      temporary.url,
      `insert into task (user_id, title, uid, parent_uid, rank, completed) values ${values.join()}`,
    );
    const form = { code: 'BAD_REQUEST', message: 'A task has at most 500 open subtasks.' };
    expect(await refusal(unit.tasks.complete({ id: 'pills' }))).toMatchObject(form);
    expect(await refusal(unit.tasks.skip({ id: 'pills' }))).toMatchObject(form);
    await unit.tasks.delete({ id: 'glass1' });
    expect((await unit.tasks.complete({ id: 'pills' })).task).toMatchObject({ due: tomorrow });
  });

  test('two devices that complete the same round make one copy', async () => {
    const person = newPerson();
    await db.unitOfWork(person).tasks.create(daily);
    const complete = () => db.unitOfWork(person).tasks.complete({ id: 'pills', occurrence: today });
    const both = await Promise.all([complete(), complete()]);
    expect(both.map(({ done }) => done?.uid)).toEqual([`pills@${today}`, `pills@${today}`]);
    const unit = db.unitOfWork(person);
    expect(await unit.tasks.counts()).toEqual({ active: 1, completed: 1 });
    expect(await refusal(unit.tasks.complete({ id: 'pills', occurrence: day(5) }))).toMatchObject({
      code: 'CONFLICT',
      data: { noun: 'task', current: { uid: 'pills', due: tomorrow } },
    });
  });

  test('a round that is done already changes nothing, also after the rule went', async () => {
    const unit = db.unitOfWork(newPerson());
    await unit.tasks.create(daily);
    const complete = () => unit.tasks.complete({ id: 'pills', occurrence: today });
    const { done } = await complete();
    await unit.tasks.update({ id: 'pills', rule: null });
    expect(await complete()).toMatchObject({ task: { completed: false }, done, completed: 0 });
    expect(await unit.tasks.complete({ id: 'pills', occurrence: tomorrow })).toMatchObject({
      task: { completed: true },
      done: null,
    });
  });

  test('an update that completes a recurring task completes its round after the other fields', async () => {
    const unit = db.unitOfWork(newPerson());
    const { id } = await unit.tasks.create(daily);
    const after = await unit.tasks.update({ id, title: 'Vitamins', completed: true });
    expect(after).toMatchObject({ title: 'Vitamins', completed: false, due: tomorrow });
    expect(await unit.tasks.get({ id: `pills@${today}` })).toMatchObject({ title: 'Vitamins' });
    const { items } = await unit.tasks.updateMany({ ids: [id], completed: true, priority: 1 });
    expect(items).toMatchObject([{ priority: 1, due: day(2) }]);
  });

  test('a skipped round leaves no copy, and the last one cannot be skipped', async () => {
    const unit = db.unitOfWork(newPerson());
    await unit.tasks.create({ ...daily, rule: 'FREQ=DAILY;COUNT=2' });
    expect(await unit.tasks.skip({ id: 'pills' })).toMatchObject({ due: tomorrow });
    expect(await unit.tasks.counts()).toEqual({ active: 1, completed: 0 });
    expect(await refusal(unit.tasks.skip({ id: 'pills' }))).toMatchObject({ code: 'BAD_REQUEST' });
    expect(await unit.tasks.complete({ id: 'pills' })).toMatchObject({
      task: { completed: true },
      done: null,
    });
  });

  test('what is no date or no rule is refused at its field', async () => {
    const { tasks } = db.unitOfWork(newPerson());
    const { id } = await tasks.create({ title: 'x' });
    const cases = [
      ['due', { due: '2026-02-30' }],
      ['deadline', { deadline: '2026-03-29T09:00' }],
      ['rule', { rule: 'FREQ=DAILY' }],
      ['rule', { due: today, rule: 'FREQ=SECONDLY' }],
    ] as const;
    for (const [field, changes] of cases) {
      const fieldErrors = { [field]: [expect.any(String)] };
      for (const call of [
        () => tasks.update({ id, ...changes }),
        () => tasks.create({ title: 'y', ...changes }),
      ])
        expect(await refusal(call())).toMatchObject({ data: { zodError: { fieldErrors } } });
    }
  });

  test('the rounds of a task that does not exist are not found', async () => {
    const { tasks, export: exported } = db.unitOfWork(newPerson());
    for (const call of [() => tasks.complete({ id: 'none' }), () => tasks.skip({ id: 7 })])
      expect(await refusal(call())).toMatchObject({ code: 'NOT_FOUND' });
    expect(exported.names).toContain('tasks');
    expect(() => exported.page('nothing', null)).toThrow(TypeError);
  });

  test('a subtask that plain SQL wrote without a uid is deleted with its parent', async () => {
    const person = newPerson();
    const unit = db.unitOfWork(person);
    await unit.tasks.create({ title: 'parent', uid: 'parent' });
    await execute(
      temporary.url,
      `insert into task (user_id, title, parent_uid) values ('${person}', 'child', 'parent')`,
    );
    await unit.tasks.delete({ id: 'parent' });
    expect(await unit.tasks.counts()).toEqual({ active: 0, completed: 0 });
    await undoLatest(unit);
    expect(await unit.tasks.counts()).toEqual({ active: 2, completed: 0 });
  });

  test('a time in a zone 25 hours away is in Today of the person', async () => {
    const unit = db.unitOfWork(newPerson());
    const zone = 'Pacific/Pago_Pago';
    // 00:30 there, two days later, is 23:30 of the person.
    const theirs = new Date(Date.now() - 11 * 3_600_000).toISOString().slice(0, 10);
    const later = new Date(Date.parse(theirs) + 2 * 86_400_000).toISOString().slice(0, 10);
    await unit.tasks.create({ title: 'x', due: `${later}T00:30[Pacific/Kiritimati]` });
    const page = await unit.tasks.view({ view: 'today', zone });
    expect(page.today).toBe(theirs);
    expect(page.items).toHaveLength(1);
  });

  test('the views by days have what is due, or has its deadline, in order', async () => {
    const unit = db.unitOfWork(newPerson());
    const { lists, tasks } = unit;
    await lists.create({ id: 'old', name: 'old' });
    await tasks.createMany({
      tasks: [
        { title: 'late', uid: 'late', due: yesterday },
        { title: 'now', uid: 'now', due: `${today}T23:59[UTC]`, start: day(9) },
        { title: 'deadline', uid: 'deadline', due: day(30), deadline: today },
        { title: 'soon', uid: 'soon', due: day(3) },
        { title: 'far', uid: 'far', due: day(40), start: day(20) },
        { title: 'none', uid: 'none' },
        { title: 'old', uid: 'old', due: today, listId: 'old' },
        { ...daily, due: tomorrow },
      ],
    });
    await lists.archive({ id: 'old', archived: true });
    expect(await uids(unit, 'today')).toEqual(['late', 'now', 'deadline']);
    const upcoming = await tasks.view({ view: 'upcoming', days: 4 });
    expect(upcoming.items.map(({ uid }) => uid)).toEqual(['now', 'deadline', 'pills', 'soon']);
    expect(upcoming.today).toBe(today);
    expect(upcoming.ahead).toEqual([day(2), day(3)].map((due) => ({ uid: 'pills', due })));
    expect(await uids(unit, 'deferred')).toEqual(['now', 'far']);
    expect(await uids(unit, 'inbox')).toEqual(['late', 'deadline', 'soon', 'none', 'pills']);
    expect(await lists.counts()).toMatchObject({ inbox: 7, today: 3, overdue: 1 });
    const first = await tasks.view({ view: 'today', limit: 2 });
    const second = await tasks.view({ view: 'today', limit: 2, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map(({ uid }) => uid)).toEqual([
      'late',
      'now',
      'deadline',
    ]);
  });

  test('pages of a day go on after midnight, and a cursor of another view, zone or number of days is refused', async () => {
    const unit = db.unitOfWork(newPerson());
    const { tasks } = unit;
    await tasks.createMany({
      tasks: ['a', 'b', 'c'].map((uid) => ({ title: 'x', uid, due: '2024-05-01' })),
    });
    const midnight = '2024-05-01T23:59:59.999Z';
    const [a] = (await tasks.view({ view: 'today', limit: 1 })).items;
    const forged = (now: string, key = '2024-05-01') =>
      cursorAfter([now, a?.id ?? 0, key].join(' '), ['view', 'today', false, 'UTC']);
    const page = await tasks.view({ view: 'today', cursor: forged(midnight) });
    expect(page.items.map(({ uid }) => uid)).toEqual(['b', 'c']);
    expect(page.today).toBe('2024-05-01');

    const { nextCursor: cursor } = await tasks.view({ view: 'today', limit: 1 });
    const upcoming = { view: 'upcoming', cursor: forged(midnight) } as const;
    for (const other of [
      { view: 'today', zone: 'Europe/Berlin', cursor },
      { view: 'deferred', cursor },
      upcoming,
    ] as const)
      expect(await refusal(tasks.view(other))).toMatchObject({ code: 'BAD_REQUEST' });
    // The fingerprint of a cursor is no secret.
    for (const now of [
      '0000-01-01T00:00:00.000Z',
      '9999-12-31T23:59:59.999Z',
      '+275760-09-12T00:00:00.000Z',
    ])
      for (const key of ['', 'x', '9999-12-31']) {
        for (const view of ['today', 'upcoming', 'deferred'] as const) {
          const list = ['view', view, false, 'UTC', ...(view === 'upcoming' ? [14] : [])];
          const odd = cursorAfter([now, 1, key].join(' '), list);
          const told = await tasks.view({ view, cursor: odd }).then(
            ({ items }) => items,
            (error: unknown) => error,
          );
          if (!Array.isArray(told)) expect(told).toMatchObject({ code: 'BAD_REQUEST' });
        }
      }
    expect(await refusal(tasks.view({ view: 'today', days: 3 }))).toMatchObject({
      code: 'BAD_REQUEST',
    });
  });
});
