// Views that change with the clock (DOMAIN §8), on a clock that goes when a test says so.
import { type Random, seeded } from '@tydo/api/testing/random';
import { dayOf, instantOf, isOverdue, shiftDays, today } from '@tydo/rules/date';
import { isDeferred, isInDays, orderDay } from '@tydo/rules/day-views';
import { expect, test, vi } from 'vitest';
import type { ReplicaState } from '../state.ts';
import { FakeTime, settle } from '../testing/fake-clock.ts';
import { newStateOf } from '../testing/new-state.ts';
import { shortOrLong } from '../testing/short-or-long.ts';
import { taskRow } from '../testing/task.ts';
import type { ViewSpec } from '../view-spec.ts';
import { roundsAhead } from './rounds-ahead.ts';
import type { TaskRow } from './rows.ts';
import { taskViews } from './task-views.ts';
import { tydo } from './tydo.ts';

const hour = 3_600_000;
const settingsOf = (zone: string, updatedAt = '2026-01-01T00:00:00.000Z') => ({
  zone,
  weekStart: 1,
  dateOrder: 'mdy',
  updatedAt,
});

function set(state: ReplicaState, ...tasks: Partial<TaskRow>[]): void {
  state.batch(() => {
    for (const part of tasks) state.setRow('task', part.uid ?? '', taskRow(part));
  });
}
const setZone = (state: ReplicaState, zone: string) =>
  state.batch(() => state.setRow('settings', 'settings', settingsOf(zone)));

/** In Berlin, with a clock that stands at this time. */
function stateAt(now: string) {
  const time = new FakeTime();
  time.ms = Date.parse(now);
  const clock = time.clock();
  const state = newStateOf(tydo, clock);
  state.loaded();
  setZone(state, 'Europe/Berlin');
  return { time, clock, state };
}
const shown = (state: ReplicaState, spec: ViewSpec) =>
  state.views.get(spec).rows.map((row) => row['uid']);

/** A view that is watched. */
function watched(state: ReplicaState, spec: ViewSpec) {
  const view = state.views.get(spec);
  const listener = vi.fn<() => void>();
  view.subscribe(listener);
  return { uids: () => view.rows.map((row) => row['uid']), listener, view };
}

test('Today has what is overdue first, by day and then in the order in which it was made', () => {
  const { state } = stateAt('2026-11-30T09:00:00.000Z');
  set(
    state,
    { id: 1, uid: 'today', due: '2026-11-30' },
    { id: 2, uid: 'late', due: '2026-11-28' },
    { id: 3, uid: 'tomorrow', due: '2026-12-01' },
    { id: 4, uid: 'deadline', due: '2026-12-24', deadline: '2026-11-29' },
    { id: 5, uid: 'time', due: '2026-11-30T09:00', start: '2026-12-02' },
    { id: 6, uid: 'done', due: '2026-11-30', completed: true },
    { id: 7, uid: 'tokyo', due: '2026-12-01T06:00[Asia/Tokyo]' },
    { id: null, uid: 'new', due: '2026-11-28' },
  );
  expect(shown(state, taskViews.today())).toEqual([
    'late',
    'new',
    'deadline',
    'today',
    'time',
    'tokyo',
  ]);
  expect(shown(state, taskViews.overdue())).toEqual(['late', 'new', 'deadline', 'time']);
  expect(shown(state, taskViews.upcoming(2))).toEqual(['today', 'time', 'tomorrow', 'tokyo']);
  expect(shown(state, taskViews.deferred())).toEqual(['time']);
});

test('deferred tasks are in no list, label or filter, but among the parts of a task', async () => {
  const { state } = stateAt('2026-11-30T09:00:00.000Z');
  const late = { start: '2026-12-01', listId: 'home', labelIds: ['phone'], parentUid: 'a' };
  set(state, { id: 1, uid: 'late', ...late }, { id: 2, uid: 'done', ...late, completed: true });
  const query = watched(state, taskViews.query('@phone'));
  const asked = watched(state, taskViews.query('@phone & deferred'));
  state.batch(() =>
    state.setRow('label', 'phone', {
      id: 'phone',
      name: 'phone',
      updatedAt: '2026-11-30T09:00:00.000Z',
    }),
  );
  await tydo.loadLate();
  await settle();
  expect(shown(state, taskViews.list('home'))).toEqual([]);
  expect(shown(state, taskViews.label('phone'))).toEqual([]);
  expect(query.uids()).toEqual([]);
  expect(asked.uids()).toEqual(['late']);
  expect(shown(state, taskViews.list('home', true))).toEqual(['done']);
  expect(shown(state, taskViews.children('a'))).toHaveLength(2);
});

test('at midnight of the person what was tomorrow is today, and what was today is overdue', async () => {
  const { state, time } = stateAt('2026-11-30T22:00:00.000Z');
  set(state, { uid: 'today', due: '2026-11-30' }, { uid: 'tomorrow', due: '2026-12-01' });
  set(state, { uid: 'starts', listId: 'home', start: '2026-12-01' });
  const [day, overdue] = [watched(state, taskViews.today()), watched(state, taskViews.overdue())];
  const list = watched(state, taskViews.list('home'));
  await time.advance(hour - 1);
  expect([day.uids(), overdue.view.count, list.uids()]).toEqual([['today'], 0, []]);
  expect(day.listener).toHaveBeenCalledTimes(0);
  await time.advance(1);
  expect([day.uids(), overdue.view.count]).toEqual([['today', 'tomorrow'], 1]);
  expect(list.uids()).toEqual(['starts']);
  expect(day.listener).toHaveBeenCalledTimes(1);
  await time.advance(24 * hour);
  expect(overdue.uids()).toEqual(['today', 'tomorrow']);
});

test('a time is overdue when it is past, and a task begins at its time', async () => {
  const { state, time } = stateAt('2026-11-30T08:00:00.000Z');
  set(state, { uid: 'call', due: '2026-11-30T09:30', start: '2026-11-30T09:15', listId: 'home' });
  const overdue = watched(state, taskViews.overdue());
  const list = watched(state, taskViews.list('home'));
  await time.advance(hour / 4);
  expect([list.uids(), overdue.uids()]).toEqual([['call'], []]);
  await time.advance(hour / 4);
  expect(overdue.uids()).toEqual([]);
  await time.advance(1);
  expect(overdue.uids()).toEqual(['call']);
});

test('days of 23 and of 25 hours end at their midnight', async () => {
  for (const [evening, hours] of [
    ['2026-03-28T23:00:00.000Z', 23],
    ['2026-10-24T22:00:00.000Z', 25],
  ] as const) {
    const { state, time } = stateAt(evening);
    set(state, { uid: 'next', due: shiftDays(today(evening, 'Europe/Berlin'), 1) });
    const day = watched(state, taskViews.today());
    await time.advance(hours * hour - 1);
    expect(day.uids()).toEqual([]);
    await time.advance(1);
    expect(day.uids()).toEqual(['next']);
  }
});

test('the night in which the clock is set forward: a time that is skipped is an hour later', async () => {
  const { state, time } = stateAt('2026-03-29T00:00:00.000Z');
  set(state, { uid: 'night', due: '2026-03-29T02:30' });
  const overdue = watched(state, taskViews.overdue());
  // 03:30, which follows on 01:59 after an hour and a half.
  await time.advance(1.5 * hour);
  expect(overdue.uids()).toEqual([]);
  await time.advance(1);
  expect(overdue.uids()).toEqual(['night']);
});

test('a machine that slept over midnight shows the new day within a minute, or when it is looked at', async () => {
  const { state, time, clock } = stateAt('2026-11-30T20:00:00.000Z');
  set(state, { uid: 'tomorrow', due: '2026-12-01' });
  const day = watched(state, taskViews.today());
  clock.isFrozen = true;
  await time.advance(10 * hour);
  expect(day.uids()).toEqual([]);
  state.views.lookAtClock();
  expect(day.uids()).toEqual(['tomorrow']);
  set(state, { uid: 'later', due: '2026-12-02' });
  await time.advance(24 * hour);
  clock.isFrozen = false;
  await time.advance(60_000);
  expect(day.uids()).toEqual(['tomorrow', 'later']);
});

test('a clock that is set back shows the day that it says', async () => {
  const { state, clock, time } = stateAt('2026-11-30T20:00:00.000Z');
  set(state, { uid: 'tomorrow', due: '2026-12-01' });
  const day = watched(state, taskViews.today());
  clock.wrongByMs = 24 * hour;
  await time.advance(60_000);
  expect(day.uids()).toEqual(['tomorrow']);
  clock.wrongByMs = 0;
  state.views.lookAtClock();
  expect(day.uids()).toEqual([]);
});

test('when the person is in another zone, all days are those of that zone', () => {
  const { state } = stateAt('2026-11-30T22:30:00.000Z');
  set(
    state,
    { uid: 'day', due: '2026-12-01' },
    { uid: 'floating', due: '2026-12-01T08:00' },
    { uid: 'fixed', due: '2026-12-01T08:00[Europe/Berlin]' },
  );
  const day = watched(state, taskViews.today());
  const overdue = watched(state, taskViews.overdue());
  expect(day.uids()).toEqual([]);
  setZone(state, 'Asia/Tokyo');
  // 07:30 on 1 December; the time in Berlin is 16:00 here.
  expect(day.uids()).toEqual(['day', 'fixed', 'floating']);
  setZone(state, 'Pacific/Auckland');
  // 11:30: the floating time is past here; the one in Berlin is at 20:00.
  expect(overdue.uids()).toEqual(['floating']);
  setZone(state, 'Mars/Olympus_Mons');
  // A zone that this device does not know counts as UTC.
  expect(day.uids()).toEqual([]);
});

test('nothing waits for the clock where nothing is watched that changes with it', async () => {
  const { state, clock } = stateAt('2026-11-30T09:00:00.000Z');
  const timers = vi.spyOn(clock, 'setTimeout');
  watched(state, taskViews.list('home'));
  set(state, { uid: 'plain' });
  expect(shown(state, taskViews.today())).toEqual([]);
  expect(timers).toHaveBeenCalledTimes(0);
  set(state, { uid: 'dated', due: '2026-12-01', listId: 'home' });
  expect(timers).toHaveBeenCalledTimes(1);
  state.views.close();
  set(state, { uid: 'dated', due: '2026-11-30T09:00:30', listId: 'home' });
  expect(timers).toHaveBeenCalledTimes(1);
});

test('later rounds are those that Upcoming shows between its days, once recurrence is here', async () => {
  const { state, clock } = stateAt('2026-11-30T09:00:00.000Z');
  const view = watched(state, taskViews.recurring(4));
  await tydo.loadLate();
  await settle();
  const daily = { rule: 'FREQ=DAILY', ruleFrom: 'due' as const };
  const series = (due: string) => ({ due, anchor: due, occurrence: due, ...daily });
  set(
    state,
    { id: 1, uid: 'pills', ...series('2026-11-30') },
    { id: 2, uid: 'call', ...series('2026-12-02T09:00[Europe/London]') },
    { id: 3, uid: 'from', ...series('2026-11-30'), ruleFrom: 'completion' },
    { id: 4, uid: 'later', ...series('2027-01-01') },
    { id: 5, uid: 'mars', ...series('2026-11-30T09:00[Mars/Olympus_Mons]') },
    { id: 6, uid: 'once', due: '2026-11-30' },
  );
  const now = new Date(clock.now()).toISOString();
  const moment = { now, zone: 'Europe/Berlin', days: 4 };
  expect(roundsAhead(view.view.rows as TaskRow[], moment)).toEqual([
    { uid: 'pills', due: '2026-12-01' },
    { uid: 'pills', due: '2026-12-02' },
    { uid: 'pills', due: '2026-12-03' },
    { uid: 'call', due: '2026-12-03T09:00[Europe/London]' },
  ]);
});

const zones = ['UTC', 'Europe/Berlin', 'Pacific/Auckland', 'America/Los_Angeles'];

/** About the nights in which the clocks of Berlin and of Los Angeles are set. */
function randomTask(random: Random, uid: string, about: string): Partial<TaskRow> {
  const day = () => shiftDays(dayOf(about), random.between(-4, 4));
  const date = () => {
    const at = random.pick(['T00:00', 'T02:30', 'T12:00', 'T23:59']);
    return day() + random.pick(['', at, at, `${at}[${random.pick(zones)}]`]);
  };
  const orNull = (make: () => string) => (random.chance(0.4) ? null : make());
  return {
    id: Number(uid) + 1,
    uid,
    rank: `g${uid}`,
    due: orNull(date),
    start: orNull(date),
    deadline: random.chance(0.7) ? null : day(),
    listId: random.pick([null, 'home', 'old']),
    labelIds: random.pick([[], ['phone']]),
    completed: random.chance(0.2),
  };
}

/** What the views show, from the rows alone. */
function naive(state: ReplicaState, now: string, zone: string) {
  const all = [...state.rows.visible('task')] as TaskRow[];
  const day = today(now, zone);
  const open = all.filter((row) => !row.completed);
  const active = open.filter(({ listId }) => listId !== 'old');
  const uidsBy = (keyOf: (row: TaskRow) => string, rows: TaskRow[]) =>
    rows
      .map((row) => ({ key: `${keyOf(row)} ${String(row.id).padStart(5, '0')}`, uid: row.uid }))
      .toSorted((one, other) => (one.key < other.key ? -1 : 1))
      .map(({ uid }) => uid);
  const shownRows = (row: TaskRow) => !isDeferred(row, { now, zone });
  const isLate = ({ due, deadline }: TaskRow) =>
    [due, deadline].some((date) => date !== null && isOverdue(date, { now, zone }));
  const end = (days: number) => shiftDays(day, days);
  return {
    today: uidsBy(
      orderDay,
      active.filter((row) => isInDays(row, { end: end(1) }, zone)),
    ),
    overdue: uidsBy(orderDay, active.filter(isLate)),
    upcoming: uidsBy(
      orderDay,
      active.filter((row) => isInDays(row, { from: day, end: end(3) }, zone)),
    ),
    deferred: uidsBy(
      ({ start }) => dayOf(start ?? ''),
      active.filter((row) => !shownRows(row)),
    ),
    list: open.filter((row) => row.listId === 'home' && shownRows(row)).map(({ uid }) => uid),
    label: active.filter((row) => row.labelIds.length > 0 && shownRows(row)).map(({ uid }) => uid),
    query: active.filter((row) => isLate(row) && shownRows(row)).map(({ uid }) => uid),
  };
}

test('whatever the rows, the zone and the clock do, views are those that are made from the rows', async () => {
  await tydo.loadLate();
  const specs = {
    today: taskViews.today(),
    overdue: taskViews.overdue(),
    upcoming: taskViews.upcoming(3),
    deferred: taskViews.deferred(),
    list: taskViews.list('home'),
    label: taskViews.label('phone'),
    query: taskViews.query('overdue'),
  };
  for (let seed = 1; seed <= shortOrLong(4, 200); seed += 1) {
    const random = seeded(seed);
    const about = random.pick(['2026-03-28T12:00:00.000Z', '2026-10-31T12:00:00.000Z']);
    const { state, time, clock } = stateAt(about);
    state.batch(() =>
      state.setRow('list', 'old', { id: 'old', archivedAt: about, updatedAt: about }),
    );
    const views = Object.entries(specs).map(([name, spec]) => {
      const watches = random.chance(0.7);
      const view = state.views.get(spec);
      if (watches) view.subscribe(() => {});
      return { name, uids: () => view.rows.map((row) => String(row['uid'])) };
    });
    // Who reads the query has its rules loaded.
    for (const { uids } of views) uids();
    await settle();
    let zone = 'Europe/Berlin';
    for (let step = 0; step < 12; step += 1) {
      const tasks = Array.from({ length: random.between(0, 12) }, () =>
        randomTask(random, String(random.between(0, 39)), about),
      );
      set(state, ...tasks);
      if (random.chance(0.2)) {
        zone = random.pick(zones);
        setZone(state, zone);
      }
      const minutes = random.pick([0, 1, 30, 60, 300]);
      if (random.chance(0.5)) await time.advance(minutes * 60_000);
      else {
        // The machine sleeps.
        time.ms += minutes * 60_000;
        state.views.lookAtClock();
      }
      // Sometimes exactly at a time that a task has.
      const dates = tasks.flatMap(({ due, start }) => [due ?? [], start ?? []].flat());
      const next = dates.map((date) => Date.parse(instantOf(date, zone)) - clock.now());
      const ahead = next.find((ms) => ms > 0 && ms < 12 * hour);
      if (ahead !== undefined) await time.advance(ahead + random.pick([-1, 0, 1]));
      const now = new Date(clock.now()).toISOString();
      const expected: Record<string, readonly string[]> = naive(state, now, zone);
      for (const { name, uids } of views) {
        const isSorted = !['list', 'label', 'query'].includes(name);
        const found = isSorted ? uids() : uids().toSorted();
        const wanted = isSorted ? expected[name] : expected[name]?.toSorted();
        expect(found, `seed ${seed}, step ${step}, ${name}`).toEqual(wanted);
      }
    }
    state.views.close();
  }
});
