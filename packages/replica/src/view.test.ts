import { seeded } from '@tydo/api/testing/random';
import { describe, expect, test, vi } from 'vitest';
import type { Row } from './model.ts';
import type { ReplicaState } from './state.ts';
import { newStateOf } from './testing/new-state.ts';
import { shortOrLong } from './testing/short-or-long.ts';
import { taskRow } from './testing/task.ts';
import { tydo } from './tydo/tydo.ts';

const set = (state: ReplicaState, ...rows: Row[]) =>
  state.batch(() => {
    for (const row of rows) state.setRow('task', state.keyOf('task', row) ?? '', row);
  });
const titles = (rows: readonly Row[]) => rows.map((row) => (row as Row & { title: string }).title);

describe('a view of tasks', () => {
  test('has the newest first, and those that the server has not made before all others', () => {
    const state = newStateOf(tydo);
    set(state, taskRow({ id: 1, title: 'one' }), taskRow({ id: 2, title: 'two' }));
    set(state, taskRow({ id: null, uid: 'a', rank: 'h1', title: 'new' }));
    set(state, taskRow({ id: null, uid: 'b', rank: 'h2', title: 'newer' }));
    expect(titles(state.views.get({ noun: 'task' }).rows)).toEqual(['newer', 'new', 'two', 'one']);
  });

  test('shows those with the fields that are asked for, and counts them', () => {
    const state = newStateOf(tydo);
    set(state, taskRow({ id: 1 }), taskRow({ id: 2, completed: true }), taskRow({ id: 3 }));
    const [active, done] = [false, true].map((completed) =>
      state.views.get({ noun: 'task', where: { completed } }),
    );
    expect([active?.count, done?.count]).toEqual([undefined, undefined]);
    state.loaded();
    expect([active?.count, done?.count]).toEqual([2, 1]);
    set(state, taskRow({ id: 1, completed: true }));
    expect([active?.count, done?.count]).toEqual([1, 2]);
  });

  test('finds a piece of title or description, whatever the case and the Unicode form', () => {
    const state = newStateOf(tydo);
    set(
      state,
      taskRow({ id: 1, title: 'Café', description: null }),
      taskRow({ id: 2, title: 'Tea', description: '100 % STRASSE' }),
      taskRow({ id: 3, title: 'x', description: 'y' }),
    );
    const found = (search: string) => titles(state.views.get({ noun: 'task', search }).rows);
    expect(found('CAFE\u0301')).toEqual(['Café']);
    expect(found('straße')).toEqual(['Tea']);
    expect(found(' % ')).toEqual(['Tea']);
    expect(found('xy')).toEqual([]);
    expect(found('  ')).toHaveLength(3);
  });

  test('is the same for the same specification while it is watched, and calls when a row of it changes', () => {
    const state = newStateOf(tydo);
    const spec = { noun: 'task', where: { completed: true }, search: 'a' };
    const view = state.views.get(spec);
    const listener = vi.fn<() => void>();
    const unsubscribe = view.subscribe(listener);
    expect(state.views.get({ ...spec, search: ' A ' })).toBe(view);
    const { version } = view;
    set(state, taskRow({ id: 1, title: 'a' }));
    expect(listener).toHaveBeenCalledTimes(0);
    expect(view.version).toBe(version);
    set(state, taskRow({ id: 1, title: 'a', completed: true }));
    expect(listener).toHaveBeenCalledTimes(1);
    expect(view.version).not.toBe(version);
    unsubscribe();
    set(state, taskRow({ id: 1, title: 'ab', completed: true }));
    expect(listener).toHaveBeenCalledTimes(1);
    expect(titles(view.rows)).toEqual(['ab']);
  });

  test('that two have asked for before it was watched is kept up for each of them', () => {
    const state = newStateOf(tydo);
    const spec = { noun: 'task', where: { completed: true } };
    const [one, other] = [state.views.get(spec), state.views.get(spec)];
    one.subscribe(() => {});
    const end = other.subscribe(() => {});
    set(state, taskRow({ id: 1, completed: true }));
    expect([one.rows.length, other.rows.length]).toEqual([1, 1]);
    end();
    set(state, taskRow({ id: 2, completed: true }));
    expect(one.rows).toHaveLength(2);
    expect(state.views.get(spec)).toBe(one);
    expect(state.views.watched().map(({ view }) => view)).toEqual([one]);
  });

  test('that is not watched is right whenever it is read', () => {
    const state = newStateOf(tydo);
    const view = state.views.get({ noun: 'task', search: 'a' });
    expect(view.rows).toEqual([]);
    const { version } = view;
    set(state, taskRow({ id: 1, title: 'a' }));
    expect(view.rows).toHaveLength(1);
    expect(view.version).not.toBe(version);
    view.subscribe(() => {})();
    set(state, taskRow({ id: 2, title: 'a' }));
    view.subscribe(() => {});
    set(state, taskRow({ id: 3, title: 'a' }));
    expect(titles(view.rows)).toEqual(['a', 'a', 'a']);
    expect(state.views.get({ noun: 'task', search: 'a' })).toBe(view);
  });

  test('of a noun that there is not is a mistake of the caller', () => {
    expect(() => newStateOf(tydo).views.get({ noun: 'star' })).toThrow('There is no noun star.');
  });
});

test('a view that is kept up is the same as one that is made from the rows', () => {
  for (let seed = 1; seed <= shortOrLong(4, 200); seed += 1) {
    const random = seeded(seed);
    const state = newStateOf(tydo);
    const specs = [
      {},
      { where: { completed: true } },
      { search: 'x' },
      { where: { completed: false }, search: 'x' },
    ];
    const views = specs.map((spec) => state.views.get({ noun: 'task', ...(spec as object) }));
    for (const view of views) view.subscribe(() => {});
    for (let step = 0; step < 12; step += 1) {
      const count = random.chance(0.2) ? 900 : random.between(0, 4);
      state.batch(() => {
        for (let nth = 0; nth < count; nth += 1) {
          const uid = `u${random.between(0, 599)}`;
          const old = state.rows.at('task', uid) as (Row & { id: number | null }) | null;
          const id = old?.id ?? (random.chance(0.3) ? null : 1 + random.between(0, 999999));
          const row = taskRow({
            id,
            uid,
            rank: `h${random.between(0, 8)}`,
            completed: random.chance(0.5),
            title: random.pick(['x', 'y']),
          });
          state.setRow('task', uid, random.chance(0.3) ? null : row);
        }
      });
      for (const [index, view] of views.entries()) {
        const fresh = newStateOf(tydo);
        set(fresh, ...state.rows.visible('task'));
        const expected = fresh.views.get({ noun: 'task', ...(specs[index] as object) }).rows;
        expect(view.rows, `seed ${seed}, step ${step}, view ${index}`).toEqual(expected);
      }
    }
  }
});
