// What people complain about in other task managers (DOMAIN §15), through the verbs. "Now" is when a round was
// done (`at`), which may be years ago.
import { randomUUID } from 'node:crypto';
import { isWholeSchedule } from '@tydo/rules/schedule';
import type { TaskComplete, TaskCreate, TaskUpdate } from '@tydo/schemas/task';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database, UnitOfWork } from '../open-database.ts';
import { engines, execute, newPerson } from '../testing/databases.ts';
import { latest, openTwice, refusal } from '../testing/history.ts';

/** A task, and what happens to it: `done` at a time, `skipped`, or fields that are changed. */
interface Story {
  name: string;
  task: Omit<TaskCreate, 'title' | 'uid'>;
  zone?: string;
  steps: (
    | { done: string; becomes: object }
    | { skipped: true; becomes: object }
    | { changed: Partial<TaskUpdate>; becomes?: object }
  )[];
}

const due = (text: string) => ({ due: text, completed: false });
const last = (days: string) => `FREQ=MONTHLY;BYMONTHDAY=${days};BYSETPOS=-1`;

const stories: Story[] = [
  {
    name: '1: monthly on the 31st is the last day of each month',
    task: { due: '2024-01-31', rule: 'FREQ=MONTHLY;BYMONTHDAY=-1' },
    steps: [
      { done: '2024-01-31T09:00:00.000Z', becomes: due('2024-02-29') },
      { done: '2024-02-29T09:00:00.000Z', becomes: due('2024-03-31') },
      { done: '2024-03-31T09:00:00.000Z', becomes: due('2024-04-30') },
    ],
  },
  {
    name: '1: monthly on the 30th does not stay on the 28th',
    task: { due: '2023-01-30', rule: last('28,29,30') },
    steps: [
      { done: '2023-01-30T09:00:00.000Z', becomes: due('2023-02-28') },
      { done: '2023-02-28T09:00:00.000Z', becomes: due('2023-03-30') },
    ],
  },
  {
    name: '2: the last workday of the month',
    task: { due: '2024-05-31', rule: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1' },
    steps: [
      { done: '2024-05-31T09:00:00.000Z', becomes: due('2024-06-28') },
      { done: '2024-06-28T09:00:00.000Z', becomes: due('2024-07-31') },
    ],
  },
  {
    name: 'a skipped round moves on without a copy',
    task: { due: '2190-05-31', start: '2190-05-01', rule: 'FREQ=MONTHLY;BYMONTHDAY=-1' },
    steps: [{ skipped: true, becomes: { ...due('2190-06-30'), start: '2190-05-31' } }],
  },
  {
    name: '3: a time in the gap keeps its text, and the days after are untouched',
    task: { due: '2024-03-30T02:30[Europe/Berlin]', rule: 'FREQ=DAILY' },
    steps: [
      { done: '2024-03-30T02:00:00.000Z', becomes: due('2024-03-31T02:30[Europe/Berlin]') },
      // 03:30 in Berlin, which is this round.
      { done: '2024-03-31T01:30:00.000Z', becomes: due('2024-04-01T02:30[Europe/Berlin]') },
    ],
  },
  {
    name: '4: a daily task comes back on the next day when the clock is changed',
    task: { due: '2024-11-02', rule: 'FREQ=DAILY' },
    zone: 'America/New_York',
    steps: [
      { done: '2024-11-03T03:30:00.000Z', becomes: due('2024-11-03') },
      { done: '2024-11-04T04:30:00.000Z', becomes: due('2024-11-04') },
    ],
  },
  {
    name: '5: a time goes along with the person',
    task: { due: '2024-05-01T09:00', rule: 'FREQ=DAILY' },
    zone: 'Asia/Tokyo',
    steps: [{ done: '2024-05-02T01:00:00.000Z', becomes: due('2024-05-03T09:00') }],
  },
  {
    name: '5: a time in a zone stays there',
    task: { due: '2024-05-01T09:00[Europe/Berlin]', rule: 'FREQ=DAILY' },
    zone: 'Asia/Tokyo',
    steps: [{ done: '2024-05-02T01:00:00.000Z', becomes: due('2024-05-02T09:00[Europe/Berlin]') }],
  },
  {
    name: '7: three days late it is ticked once',
    task: { due: '2024-05-01', rule: 'FREQ=DAILY' },
    steps: [{ done: '2024-05-04T09:00:00.000Z', becomes: due('2024-05-05') }],
  },
  {
    name: '8: a round that is done early does not come again; postponed, it keeps the rhythm',
    task: { due: '2024-05-03', rule: 'FREQ=WEEKLY;BYDAY=FR' },
    steps: [
      { changed: { due: '2024-05-01' }, becomes: { occurrence: '2024-05-03' } },
      { done: '2024-05-01T09:00:00.000Z', becomes: due('2024-05-10') },
      { changed: { due: '2024-05-13T15:00' } },
      { done: '2024-05-13T16:00:00.000Z', becomes: due('2024-05-17') },
    ],
  },
  {
    name: '9 and 19: what is not sent stays',
    task: { due: '2024-05-01', rule: 'FREQ=DAILY', start: '2024-04-30', priority: 5 },
    steps: [
      {
        changed: { title: 'y', due: '2024-05-02' },
        becomes: { rule: 'FREQ=DAILY', anchor: '2024-05-01', start: '2024-04-30', priority: 5 },
      },
    ],
  },
  {
    name: '12: start and deadline move by as many days',
    task: {
      due: '2024-01-31',
      start: '2024-01-29T08:00',
      deadline: '2024-02-02',
      rule: last('28,29,30,31'),
    },
    steps: [
      {
        done: '2024-01-31T09:00:00.000Z',
        becomes: { due: '2024-02-29', start: '2024-02-27T08:00', deadline: '2024-03-02' },
      },
    ],
  },
  {
    name: 'a rule from completion begins again on the day that it was done',
    task: { due: '2024-01-15T07:30', rule: 'FREQ=MONTHLY;COUNT=3', ruleFrom: 'completion' },
    steps: [
      {
        done: '2024-01-31T22:00:00.000Z',
        becomes: {
          due: '2024-02-29T07:30',
          anchor: '2024-02-29T07:30',
          rule: 'FREQ=MONTHLY;COUNT=2',
        },
      },
      { done: '2024-02-20T22:00:00.000Z', becomes: { rule: 'FREQ=MONTHLY;COUNT=1' } },
      { done: '2024-03-20T22:00:00.000Z', becomes: { completed: true, due: '2024-03-20T07:30' } },
    ],
  },
  {
    name: 'a series ends with its last round, which makes no copy',
    task: { due: '2024-05-01', rule: 'FREQ=DAILY;UNTIL=20240502\nEXDATE:20240502\nRDATE:20240504' },
    steps: [
      { done: '2024-05-01T09:00:00.000Z', becomes: due('2024-05-04') },
      { done: '2024-05-04T09:00:00.000Z', becomes: { due: '2024-05-04', completed: true } },
      { changed: { completed: false }, becomes: { due: '2024-05-04', completed: false } },
    ],
  },
];

describe.each(engines)('on %s', (engine) => {
  let both: Awaited<ReturnType<typeof openTwice>>;
  let db: Database;
  beforeAll(async () => {
    both = await openTwice(engine);
    ({ db } = both);
  });
  afterAll(() => both[Symbol.asyncDispose]());

  const daily = { title: 'Pills', uid: 'pills', due: '2024-05-01', rule: 'FREQ=DAILY' };
  const morning = { id: 'pills', occurrence: '2024-05-01', at: '2024-05-01T09:00:00.000Z' };
  const undoLatest = async (unit: UnitOfWork) =>
    unit.operations.undo({ id: (await latest(unit)).id });

  test.each(stories)('$name', async ({ task, zone = 'UTC', steps }) => {
    const unit = db.unitOfWork(newPerson());
    const { tasks, settings } = unit;
    await settings.update({ zone });
    await tasks.create({ ...task, title: 'x', uid: 'x' });
    for (const step of steps) {
      const before = await tasks.get({ id: 'x' });
      if ('done' in step) {
        const answer = await tasks.complete({ id: 'x', at: step.done });
        const { done } = answer;
        if (answer.task.completed) {
          expect(done).toBeNull();
          expect(answer.task.completedAt).toBe(step.done);
        } else {
          expect(done).toMatchObject({
            uid: `x@${before.occurrence}`,
            due: before.due,
            start: before.start,
            deadline: before.deadline,
            completedAt: step.done,
          });
        }
      } else if ('skipped' in step) await tasks.skip({ id: 'x' });
      else await tasks.update({ id: 'x', ...step.changed });
      const after = await tasks.get({ id: 'x' });
      expect(after).toMatchObject(step.becomes ?? {});
      expect(isWholeSchedule(after)).toBe(true);
      // 10 and 18: each is one operation, and one undo takes all of it back.
      const undone = await undoLatest(unit);
      expect(await tasks.get({ id: 'x' })).toEqual({ ...before, updatedAt: expect.any(String) });
      await unit.operations.undo({ id: undone.operation.id });
      expect(await tasks.get({ id: 'x' })).toEqual({ ...after, updatedAt: expect.any(String) });
    }
  });

  test('6: Today is the person’s', async () => {
    const { tasks } = db.unitOfWork(newPerson());
    // 25 hours apart: never on the same day.
    const [east, west] = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'];
    const { today } = await tasks.view({ view: 'today', zone: east });
    await tasks.create({ title: 'x', due: today });
    const seen = [east, west].map(
      async (zone) => (await tasks.view({ view: 'today', zone })).items,
    );
    expect((await Promise.all(seen)).map(({ length }) => length)).toEqual([1, 0]);
  });

  test('11: two devices that complete a round on two servers make one copy', async () => {
    const person = newPerson();
    const units = [db, both.elsewhere].map((one) => one.unitOfWork(person));
    await units[0]?.tasks.create(daily);
    for (let nth = 1; nth <= 5; nth += 1) {
      const round = {
        id: 'pills',
        occurrence: `2024-05-0${nth}`,
        at: `2024-05-0${nth}T09:00:00.000Z`,
      };
      const answers = await Promise.all(units.map(({ tasks }) => tasks.complete(round)));
      const next = `2024-05-0${nth + 1}`;
      expect(answers.map(({ task, done }) => [task.due, done?.uid])).toEqual(
        answers.map(() => [next, `pills@2024-05-0${nth}`]),
      );
    }
    expect(await units[1]?.tasks.counts()).toEqual({ active: 1, completed: 5 });
  });

  test('a round that is completed while its rule is changed is done once, and the series is whole', async () => {
    for (let nth = 0; nth < 5; nth += 1) {
      const person = newPerson();
      const { tasks } = db.unitOfWork(person);
      await tasks.create(daily);
      const changed = { id: 'pills', rule: 'FREQ=WEEKLY' };
      await Promise.all([
        tasks.complete(morning),
        both.elsewhere.unitOfWork(person).tasks.update(changed),
      ]);
      const task = await tasks.get({ id: 'pills' });
      expect(['2024-05-02', '2024-05-08']).toContain(task.due);
      expect(task).toMatchObject({ rule: 'FREQ=WEEKLY', occurrence: task.due });
      expect(isWholeSchedule(task)).toBe(true);
      expect(await tasks.counts()).toEqual({ active: 1, completed: 1 });
    }
  });

  test('13: a child with a rule of its own is left alone, and what is under it', async () => {
    const { tasks } = db.unitOfWork(newPerson());
    await tasks.create(daily);
    const own = { title: 'own', uid: 'own', due: '2024-05-01', rule: 'FREQ=WEEKLY' };
    await tasks.createMany({
      tasks: [
        { ...own, parentUid: 'pills' },
        { title: 'below', uid: 'below', parentUid: 'own' },
        { title: 'plain', uid: 'plain', parentUid: 'pills', deadline: '2024-05-03' },
      ],
    });
    await tasks.updateMany({ ids: ['below', 'plain'], completed: true });
    await tasks.complete(morning);
    const get = (id: string) => tasks.get({ id });
    expect(await get('own')).toMatchObject(due('2024-05-01'));
    expect(await get('below')).toMatchObject({ completed: true });
    expect(await get('plain')).toMatchObject({ completed: false, deadline: '2024-05-04' });
    // As a part of one that ends it is completed as it is.
    await tasks.update({ id: 'pills', rule: null });
    expect(await tasks.complete({ id: 'pills' })).toMatchObject({ done: null, completed: 2 });
    expect(await get('own')).toMatchObject({ completed: true, due: '2024-05-01' });
  });

  test('14: a dated subtask is in Today by itself', async () => {
    const { tasks } = db.unitOfWork(newPerson());
    await tasks.create({ title: 'root', uid: 'root' });
    await tasks.create({ title: 'x', uid: 'x', parentUid: 'root', due: '2024-05-01' });
    expect((await tasks.view({ view: 'today' })).items.map(({ uid }) => uid)).toEqual(['x']);
  });

  test('22: a rule that never fires, or fires every second, is refused at `rule`', async () => {
    const { tasks } = db.unitOfWork(newPerson());
    const rules = [
      'FREQ=SECONDLY',
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
      `FREQ=DAILY;BYHOUR=${[...Array(24).keys()].join()};BYMINUTE=${[...Array(60).keys()].join()}`,
      'FREQ=DAILY;COUNT=1\nEXDATE:20240501T090000',
      'FREQ=DAILY;INTERVAL=0',
    ];
    for (const rule of rules) {
      const call = tasks.create({ title: 'x', due: '2024-05-01T09:00', rule });
      expect(await refusal(call)).toMatchObject({
        code: 'BAD_REQUEST',
        data: { zodError: { fieldErrors: { rule: [expect.any(String)] } } },
      });
    }
  });

  test('when it was done is now at the latest, and goes before that of a push', async () => {
    const { tasks } = db.unitOfWork(newPerson());
    await tasks.createMany({ tasks: ['a', 'b'].map((uid) => ({ title: 'x', uid })) });
    const before = new Date().toISOString();
    const { task } = await tasks.complete({ id: 'a', at: '2199-01-01T00:00:00.000Z' });
    expect(task.completedAt?.slice(0, 4)).not.toBe('2199');
    expect((task.completedAt ?? '') >= before).toBe(true);
    const ancient: TaskComplete = { id: 'b', at: '0000-01-01T00:00:00.000Z' };
    expect(await refusal(tasks.complete(ancient))).toMatchObject({
      code: 'BAD_REQUEST',
      data: { zodError: { fieldErrors: { at: [expect.any(String)] } } },
    });
  });

  test('a task that is named twice is done once', async () => {
    const { tasks } = db.unitOfWork(newPerson());
    const { id } = await tasks.create({ ...daily, due: '2190-01-01' });
    const { items } = await tasks.updateMany({ ids: [id, 'pills'], completed: true });
    expect(items.map((item) => item.due)).toEqual(['2190-01-02', '2190-01-02']);
    expect(await tasks.counts()).toEqual({ active: 1, completed: 1 });
  });

  test('a copy gets another uid where a task has that of its round', async () => {
    const { tasks } = db.unitOfWork(newPerson());
    const long = 'x'.repeat(255);
    for (const [uid, copy] of [
      ['pills', 'pills@2024-06-01~3'],
      [long, expect.stringMatching(/^x{120}~[\da-f]{16}@2024-06-01$/)],
    ] as const) {
      const { id } = await tasks.create({ ...daily, uid });
      if (uid === 'pills') {
        await tasks.create({ title: 'x', uid: 'pills@2024-06-01' });
        await tasks.create({ title: 'x', uid: 'pills@2024-06-01~2' });
      }
      // The round that the other fields make.
      await tasks.update({ id, due: '2024-06-01', anchor: '2024-06-01', completed: true });
      const { items } = await tasks.view({ view: 'logbook', limit: 1 });
      expect(items[0]).toMatchObject({ uid: copy, seriesUid: uid });
      const again = { id, occurrence: '2024-06-01' };
      expect((await tasks.complete(again)).done).toEqual(items[0]);
    }
  });

  test('an undo leaves no rule without a due; what is in the way is told', async () => {
    const unit = db.unitOfWork(newPerson());
    const { tasks, operations } = unit;
    await tasks.create({ title: 'x', uid: 'x' });
    await tasks.update({ id: 'x', due: '2024-05-01' });
    const dated = (await latest(unit)).id;
    await tasks.update({ id: 'x', rule: 'FREQ=DAILY' });
    const blockedBy = expect.objectContaining({ id: (await latest(unit)).id });
    expect(await refusal(operations.undo({ id: dated }))).toMatchObject({
      code: 'CONFLICT',
      data: { blockedBy },
    });
    await tasks.complete({ id: 'x', at: '2024-05-01T09:00:00.000Z' });
    const first = (await latest(unit)).id;
    await tasks.complete({ id: 'x', at: '2024-05-02T09:00:00.000Z' });
    expect(await refusal(operations.undo({ id: first }))).toMatchObject({
      code: 'CONFLICT',
      data: { blockedBy: expect.objectContaining({ id: (await latest(unit)).id }) },
    });
  });

  test('a done round is opened as a task of its own', async () => {
    const { tasks } = db.unitOfWork(newPerson());
    await tasks.create(daily);
    const { done } = await tasks.complete(morning);
    const opened = await tasks.update({ id: done?.id ?? 0, completed: false, rule: null });
    const kept = { seriesUid: 'pills', occurrence: '2024-05-01', rule: null, completed: false };
    expect(opened).toMatchObject(kept);
    // It is done all the same.
    expect(await tasks.complete(morning)).toMatchObject({ done: kept, task: due('2024-05-02') });
  });

  test('a repeated call answers with what it did', async () => {
    const { tasks } = db.unitOfWork(newPerson());
    await tasks.create(daily);
    const operationId = randomUUID();
    const answer = await tasks.complete({ id: 'pills', at: morning.at, operationId });
    expect(await tasks.complete({ id: 'pills', at: morning.at, operationId })).toEqual(answer);
    const skip = { id: 'pills', operationId: randomUUID() };
    expect(await tasks.skip(skip)).toEqual(await tasks.skip(skip));
  });

  test('a row that an older version ticked is completed, with its rule', async () => {
    const person = newPerson();
    const { tasks } = db.unitOfWork(person);
    await tasks.create(daily);
    await execute(both.url, `update task set completed = true where user_id = '${person}'`);
    expect(await tasks.get({ id: 'pills' })).toMatchObject({ completed: true, rule: daily.rule });
    expect(await tasks.complete(morning)).toMatchObject({ done: null, completed: 0 });
    expect(await refusal(tasks.skip({ id: 'pills' }))).toMatchObject({ code: 'BAD_REQUEST' });
    const opened = await tasks.update({ id: 'pills', completed: false });
    expect(opened).toMatchObject({ ...due('2024-05-01'), completedAt: null });
  });
});
