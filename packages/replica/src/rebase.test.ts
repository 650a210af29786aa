import { type Random, seeded } from '@tydo/api/testing/random';
import { describe, expect, test } from 'vitest';
import type { Entry } from './entry.ts';
import type { Key, Row, Written } from './model.ts';
import type { Pending } from './pending.ts';
import { Rows } from './rows.ts';
import type { ReplicaState } from './state.ts';
import { boxes } from './testing/boxes.ts';
import { newStateOf } from './testing/new-state.ts';
import { shortOrLong } from './testing/short-or-long.ts';

const at = '2026-11-30T09:00:00.000Z';
let ids = 0;
const entryOf = (name: string, input: object): Entry => ({
  operationId: `op-${(ids += 1)}`,
  name,
  input,
  at,
});
const act = (state: ReplicaState, name: string, input: object): Pending => {
  const entry = entryOf(name, input);
  state.batch(() => state.pending.add(entry));
  return state.pending.find(entry.operationId) as Pending;
};
const confirm = (state: ReplicaState, ...written: Written[]) =>
  state.batch(() => {
    for (const { noun, key, after } of written) state.setRow(noun, key, after);
  });
const box = (id: string, name = id): Written => ({
  noun: 'box',
  key: id,
  after: { id, name, updatedAt: at },
});
const thing = (id: string, boxId: string): Written => ({
  noun: 'thing',
  key: id,
  after: { id, boxId, name: id, updatedAt: at },
});
const things = (state: ReplicaState) =>
  [...state.rows.visible('thing')].map((row) => (row as Row & { id: string }).id).toSorted();

describe('a pending command', () => {
  test('that deletes a box deletes what is put into it elsewhere', () => {
    const state = newStateOf(boxes);
    confirm(state, box('a'), box('b'), thing('1', 'a'), thing('2', 'b'));
    act(state, 'box.delete', { id: 'a' });
    expect(things(state)).toEqual(['2']);
    confirm(state, thing('3', 'a'), thing('2', 'a'));
    expect(things(state)).toEqual([]);
    confirm(state, thing('2', 'b'));
    expect(things(state)).toEqual(['2']);
  });

  test('that was built on another does nothing when that one goes', () => {
    const state = newStateOf(boxes);
    const first = act(state, 'box.create', { id: 'a', name: 'A' });
    const second = act(state, 'thing.create', { id: '1', boxId: 'a', name: 'One' });
    expect(things(state)).toEqual(['1']);
    state.batch(() => state.pending.remove(first));
    expect(things(state)).toEqual([]);
    expect(second.effects).toEqual([]);
    confirm(state, box('a'));
    expect(things(state)).toEqual(['1']);
  });

  test('that reads nothing of a change is not applied again', () => {
    const state = newStateOf(boxes);
    confirm(state, box('a'), box('b'));
    const { effects } = act(state, 'box.rename', { id: 'a', name: 'A' });
    const one = state.pending.list[0];
    confirm(state, box('b', 'B'));
    expect(one?.effects).toBe(effects);
    confirm(state, box('a', 'x'));
    expect(one?.effects).not.toBe(effects);
  });

  test('shows the same row object when it comes out the same', () => {
    const state = newStateOf(boxes);
    confirm(state, box('a'));
    act(state, 'box.rename', { id: 'a', name: 'A' });
    const shown = state.rows.at('box', 'a');
    confirm(state, box('a', 'x'));
    expect(state.rows.at('box', 'a')).toBe(shown);
  });

  test('that is stored after one of another tab is applied after it', () => {
    const state = newStateOf(boxes);
    confirm(state, box('a'));
    const own = act(state, 'box.rename', { id: 'a', name: 'own' });
    state.batch(() => state.pending.add(entryOf('box.rename', { id: 'a', name: 'other' }), 7));
    expect(state.rows.at('box', 'a')).toMatchObject({ name: 'own' });
    state.batch(() => state.pending.setStored(own, 6));
    expect(state.rows.at('box', 'a')).toMatchObject({ name: 'other' });
    expect(state.pending.list.map(({ place }) => place)).toEqual([6, 7]);
  });
});

test('a command that fails otherwise than by a rule is a mistake of the model', () => {
  const failing = {
    ...boxes.commands['box.create'],
    apply: () => {
      throw new TypeError('no rule');
    },
  };
  const state = newStateOf({ ...boxes, commands: { 'box.create': failing } });
  expect(() => act(state, 'box.create', { id: 'a', name: 'A' })).toThrow('no rule');
});

test('operations are taken in their order, each once', () => {
  const state = newStateOf(boxes);
  const operation = (seq: number, name: string) => ({
    id: `op-${seq}`,
    seq,
    kind: '',
    undoes: null,
    createdAt: at,
    changes: [{ ...box('a', name), before: null }],
  });
  state.batch(() => state.confirm([operation(2, 'second')]));
  expect([state.seq, state.rows.at('box', 'a')]).toEqual([0, null]);
  state.batch(() => state.confirm([operation(1, 'first'), operation(2, 'second')]));
  state.batch(() => state.confirm([operation(1, 'first'), operation(4, 'fourth')]));
  expect([state.seq, state.after]).toEqual([2, 'op-2']);
  expect(state.rows.at('box', 'a')).toMatchObject({ name: 'second' });
});

test('a noun or a reference that there is not is a mistake of the caller', () => {
  const rows = new Rows(boxes.nouns);
  expect(() => rows.at('star', '1')).toThrow('There is no noun star.');
  expect(() => rows.where('thing', 'name', '1', 0)).toThrow('name of thing is no reference.');
});

/** Applies all pending commands to a copy, from the first to the last. */
function fromScratch(state: ReplicaState): Map<string, Row> {
  const rows = new Rows(boxes.nouns);
  for (const noun of ['box', 'thing']) {
    for (const [key, row] of state.rows.confirmed(noun)) rows.setConfirmed(noun, key, row);
  }
  const effects = new Map<string, Written[]>();
  for (const { entry, place } of state.pending.list) {
    const command = boxes.commands[entry.name as keyof typeof boxes.commands];
    const written = command.apply(
      {
        row: (noun: string, key: Key) => rows.at(noun, key) ?? undefined,
        where: (noun: string, field: string, value: unknown) =>
          rows.where(noun, field, value, Infinity),
        changesOf: () => undefined,
      } as never,
      entry.input as never,
      { now: entry.at, place },
    );
    effects.set(entry.operationId, written);
    for (const { noun, key, after } of written) rows.setConfirmed(noun, key, after);
  }
  return visible(rows);
}

const visible = (rows: Rows): Map<string, Row> =>
  new Map(
    ['box', 'thing'].flatMap((noun) =>
      [...rows.visible(noun)].map((row): [string, Row] => [
        `${noun} ${(row as Row & { id: string }).id}`,
        row,
      ]),
    ),
  );

function randomCommand(random: Random): [string, object] {
  const [boxId, id] = [random.pick(['a', 'b', 'c']), random.pick(['1', '2', '3', '4'])];
  return random.pick<[string, object]>([
    ['box.create', { id: boxId, name: boxId }],
    ['box.rename', { id: boxId, name: random.pick(['x', 'y']) }],
    ['box.delete', { id: boxId }],
    ['thing.create', { id, boxId, name: id }],
    ['thing.move', { id, boxId }],
  ]);
}

function randomRow(random: Random): Written {
  const id = random.pick(['1', '2', '3', '4']);
  const boxId = random.pick(['a', 'b', 'c']);
  const written = random.chance(0.5) ? box(boxId, random.pick(['x', 'y', 'z'])) : thing(id, boxId);
  return random.chance(0.3) ? { ...written, after: null } : written;
}

test('whatever changes, the rows are those of all commands applied from the beginning', () => {
  for (let seed = 1; seed <= shortOrLong(20, 3_000); seed += 1) {
    const random = seeded(seed);
    const state = newStateOf(boxes);
    let stored = 0;
    for (let step = 0; step < 40; step += 1) {
      const choice = random.between(0, 9);
      const pending = state.pending.list;
      if (choice < 4) act(state, ...randomCommand(random));
      else if (choice < 7) confirm(state, randomRow(random), randomRow(random));
      else if (choice < 8 && pending.length > 0) {
        state.batch(() => state.pending.remove(random.pick(pending)));
      } else if (choice < 9) {
        const next = pending.find(({ isStored }) => !isStored);
        if (next) state.batch(() => state.pending.setStored(next, (stored += 2)));
      } else {
        state.batch(() => state.pending.add(entryOf(...randomCommand(random)), (stored += 2) - 1));
      }
      expect(visible(state.rows), `seed ${seed}, step ${step}`).toEqual(fromScratch(state));
    }
  }
});
