import { type Random, seeded } from '@tydo/api/testing/random';
import { expect, test, vi } from 'vitest';
import type { Row } from '../model.ts';
import type { ReplicaState } from '../state.ts';
import { settle } from '../testing/fake-clock.ts';
import { newStateOf } from '../testing/new-state.ts';
import { shortOrLong } from '../testing/short-or-long.ts';
import { taskRow } from '../testing/task.ts';
import type { ViewSpec } from '../view-spec.ts';
import { taskCounts, taskViews } from './task-views.ts';
import { tydo } from './tydo.ts';

const now = '2026-11-30T09:00:00.000Z';
const times = { createdAt: now, updatedAt: now };
const listRow = (id: string, part: object = {}) => ({
  id,
  name: id,
  color: null,
  rank: id,
  archivedAt: null,
  ...times,
  ...part,
});
const labelRow = (id: string, name = id) => ({ id, name, color: null, rank: id, ...times });

function set(state: ReplicaState, noun: string, ...rows: Row[]): void {
  state.batch(() => {
    for (const row of rows) state.setRow(noun, state.keyOf(noun, row) ?? '', row);
  });
}
const uids = (state: ReplicaState, spec: ViewSpec) =>
  state.views.get(spec).rows.map((row) => row['uid']);

function newState(): ReplicaState {
  const state = newStateOf(tydo);
  state.loaded();
  return state;
}

/** With the rules of filters. */
async function newStateWithRules(): Promise<ReplicaState> {
  const state = newState();
  state.views.get(taskViews.query('p1')).subscribe(() => {})();
  await tydo.loadLate();
  await settle();
  return state;
}

/** Two lists, one of them archived, and tasks in them. */
function filled(): ReplicaState {
  const state = newState();
  set(state, 'list', listRow('home'), listRow('old', { archivedAt: now }));
  set(state, 'label', labelRow('phone'));
  set(
    state,
    'task',
    taskRow({ id: 1, uid: 'a', rank: 'b', listId: 'home', labelIds: ['phone'] }),
    taskRow({ id: 2, uid: 'b', rank: 'a', listId: 'home', parentUid: 'a' }),
    taskRow({ id: 3, uid: 'c', rank: 'B', listId: 'home', parentUid: 'a', completed: true }),
    taskRow({ id: 4, uid: 'd', rank: 'a', listId: 'old', labelIds: ['phone'] }),
    taskRow({ id: 5, uid: 'e', rank: 'c', completed: true, completedAt: now }),
    taskRow({ id: 6, uid: 'f', rank: 'd', listId: 'old', completed: true, completedAt: now }),
    taskRow({ id: null, uid: 'g', rank: 'h', labelIds: ['phone'] }),
  );
  return state;
}

test('a list is by rank, bytewise; labels and the logbook have the newest first', () => {
  const state = filled();
  expect(uids(state, taskViews.list('home'))).toEqual(['b', 'a']);
  expect(uids(state, taskViews.list('home', true))).toEqual(['c']);
  expect(uids(state, taskViews.list(null))).toEqual(['g']);
  expect(uids(state, taskViews.children('a'))).toEqual(['c', 'b']);
  expect(uids(state, taskViews.label('phone'))).toEqual(['g', 'a']);
  expect(uids(state, taskViews.logbook())).toEqual(['f', 'e', 'c']);
});

test('tasks of an archived list are in its own view, the logbook and the search only', () => {
  const state = filled();
  expect(uids(state, taskViews.list('old'))).toEqual(['d']);
  expect(uids(state, taskViews.search('milk'))).toHaveLength(7);
  const [label, counts] = [state.views.get(taskViews.label('phone')), taskCounts];
  const labels = state.views.counts(counts.labels());
  const lists = state.views.counts(counts.lists());
  const listener = vi.fn<() => void>();
  for (const view of [label, labels, lists]) view.subscribe(listener);
  expect([label.count, labels.get('phone'), lists.get('old')]).toEqual([2, 2, 1]);
  set(state, 'list', listRow('old', { name: 'new name' }));
  expect([label.count, labels.get('phone'), lists.get('old')]).toEqual([3, 3, 1]);
  expect(listener).toHaveBeenCalledTimes(2);
  set(state, 'list', listRow('old', { name: 'other' }));
  expect(listener).toHaveBeenCalledTimes(2);
});

test('a query finds what its names find now, and nothing before its rules are loaded', async () => {
  const state = filled();
  const view = state.views.get(taskViews.query('@phone & !subtask'));
  const off = view.subscribe(() => {});
  await tydo.loadLate();
  await settle();
  expect(view.rows.map((row) => row['uid'])).toEqual(['g', 'a']);
  set(state, 'label', labelRow('phone', 'call'));
  expect(view.count).toBe(0);
  set(state, 'label', labelRow('other', 'phone'));
  set(state, 'task', taskRow({ id: 9, uid: 'n', labelIds: ['other'] }));
  expect(view.rows.map((row) => row['uid'])).toEqual(['n']);
  off();
  expect(uids(state, taskViews.query('('))).toEqual([]);
});

test('counts are by list, by label and by parent', () => {
  const state = filled();
  const counts = Object.fromEntries(
    Object.entries(taskCounts).map(([name, spec]) => [name, state.views.counts(spec())]),
  );
  const { lists, children, completedChildren, labels } = counts;
  expect([lists?.get('home'), lists?.get(null), lists?.get('none')]).toEqual([2, 1, 0]);
  expect([children?.get('a'), completedChildren?.get('a')]).toEqual([2, 1]);
  expect(labels?.get('phone')).toBe(2);
  const version = lists?.version;
  set(state, 'task', taskRow({ id: 2, uid: 'b', listId: null, parentUid: null }));
  expect([lists?.get('home'), lists?.get(null), children?.get('a')]).toEqual([1, 2, 1]);
  expect(lists?.version).not.toBe(version);
});

test('counts that nobody watches any more are right whenever they are read', () => {
  const state = filled();
  const lists = state.views.counts(taskCounts.lists());
  const listener = vi.fn<() => void>();
  const offs = [lists.subscribe(listener), lists.subscribe(() => {})];
  set(state, 'task', taskRow({ id: 20, uid: 't', listId: 'new' }));
  expect([lists.get('new'), listener.mock.calls.length]).toEqual([1, 1]);
  set(state, 'task', taskRow({ id: 20, uid: 't', listId: 'new', title: 'other' }));
  expect(listener).toHaveBeenCalledTimes(1);
  set(state, 'task', taskRow({ id: 20, uid: 't', listId: 'home' }));
  expect(lists.get('new')).toBe(0);
  for (const off of offs) off();
  set(state, 'task', taskRow({ id: 21, uid: 's', listId: 'new' }));
  expect([lists.get('new'), listener.mock.calls.length]).toEqual([1, 2]);
  offs[0]?.();
});

test('rules that could not be loaded are loaded when they are asked for again', async () => {
  let loads = 0;
  const loadLate = async () => {
    loads += 1;
    if (loads === 1) throw new TypeError('fetch failed');
    await tydo.loadLate();
  };
  const state = newStateOf({ ...tydo, loadLate });
  state.loaded();
  set(state, 'task', taskRow({ id: 1, uid: 'a', priority: 1 }));
  const { views } = state;
  expect(uids(state, taskViews.query('p1'))).toEqual([]);
  await settle();
  const view = views.get(taskViews.query('p1'));
  view.subscribe(() => {});
  expect(view.count).toBe(0);
  await settle();
  expect(view.count).toBe(1);
});

test('an order or a condition that there is not is a mistake of the caller', () => {
  const { views } = newStateOf(tydo);
  expect(() => views.get({ noun: 'list', order: 'color' })).toThrow('list has no order color.');
  expect(() => views.get({ noun: 'list', if: { query: '' } })).toThrow(
    'list has no condition query.',
  );
});

const specs = [
  taskViews.list('l1'),
  taskViews.list(null),
  taskViews.children('u1'),
  taskViews.label('b1'),
  taskViews.logbook(),
  taskViews.query('#l2 | @b2'),
];
const countSpecs = Object.values(taskCounts).map((spec) => spec());
const values = ['l1', 'l2', 'l3', 'b1', 'b2', 'u1', 'u2', null];

/** What views and counts show, made from the rows. */
function shownBy(state: ReplicaState) {
  return {
    rows: specs.map((spec) => state.views.get(spec).rows),
    counts: countSpecs.map((spec) => values.map((value) => state.views.counts(spec).get(value))),
  };
}

function change(state: ReplicaState, random: Random): void {
  const pick = (...of: (string | null)[]) => random.pick(of);
  if (random.chance(0.3)) {
    const id = random.pick(['l1', 'l2', 'l3']);
    const part = { archivedAt: pick(null, now), name: pick('l1', 'l2', 'l3') };
    state.setRow('list', id, random.chance(0.1) ? null : listRow(id, part));
  }
  const count = random.chance(0.2) ? 300 : random.between(0, 3);
  for (let nth = 0; nth < count; nth += 1) {
    const uid = `u${random.between(0, 199)}`;
    const old = state.rows.at('task', uid) as { id?: number | null } | null;
    const completed = random.chance(0.4);
    const row = taskRow({
      id: old?.id ?? (random.chance(0.1) ? null : random.between(1, 99_999)),
      uid,
      rank: `g${random.between(0, 8)}`,
      completed,
      completedAt: completed ? `2026-11-${random.between(10, 20)}T00:00:00.000Z` : null,
      listId: pick(null, 'l1', 'l2', 'l3'),
      parentUid: pick(null, 'u1', 'u2'),
      labelIds: random.pick([[], ['b1'], ['b2'], ['b1', 'b2']]),
    });
    state.setRow('task', uid, random.chance(0.3) ? null : row);
  }
}

test('views and counts that are kept up are the same as those that are made from the rows', async () => {
  for (let seed = 1; seed <= shortOrLong(5, 200); seed += 1) {
    const random = seeded(seed);
    const state = await newStateWithRules();
    set(state, 'label', labelRow('b1'), labelRow('b2'));
    for (const spec of specs) state.views.get(spec).subscribe(() => {});
    for (const spec of countSpecs) state.views.counts(spec).subscribe(() => {});
    for (let step = 0; step < 10; step += 1) {
      state.batch(() => change(state, random));
      const fresh = await newStateWithRules();
      for (const noun of ['label', 'list', 'task']) {
        set(fresh, noun, ...state.rows.visible(noun));
      }
      expect(shownBy(state), `seed ${seed}, step ${step}`).toEqual(shownBy(fresh));
    }
  }
});
