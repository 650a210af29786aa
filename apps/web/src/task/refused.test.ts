import type { PastOperation } from '@tydo/replica/disk';
import type { Entry, Refusal, Refused } from '@tydo/replica/entry';
import { noSchedule } from '@tydo/rules/schedule';
import { expect, test } from 'vitest';
import { withoutIsolates } from '../lib/isolate.ts';
import type { Task } from '../sync/use-view.ts';
import { joinGone, type Lookup, readRefused } from './refused.ts';

const at = '2026-01-05T09:00:00.000Z';
const milk: Task = {
  id: 1,
  uid: 'milk',
  title: 'Milk',
  description: null,
  completed: false,
  createdAt: at,
  updatedAt: at,
  rank: 'a',
  completedAt: null,
  listId: null,
  sectionId: null,
  parentUid: null,
  priority: 0,
  labelIds: [],
  ...noSchedule,
  seriesUid: null,
};

const deletion: PastOperation = {
  id: 'deletion',
  seq: 2,
  kind: 'task.delete',
  undoes: null,
  createdAt: at,
  changes: [{ noun: 'task', key: 'milk', before: milk, after: null }],
};

const refusedBy = (code: string, more: object = {}): Refusal => ({
  kind: 'refused',
  message: '',
  data: { code, httpStatus: 400, ...more },
});

function read(entry: Pick<Entry, 'name' | 'input'>, why: Refusal, known: Partial<Lookup> = {}) {
  const refused: Refused = { entry: { operationId: 'a', at, ...entry }, why };
  const nothing = {
    row: () => undefined,
    history: () => [],
    isRefused: () => false,
    refusedCreates: () => [],
    nameOf: () => undefined,
  };
  const { message, unsaved } = readRefused(refused, { ...nothing, ...known });
  return { message: message && withoutIsolates(message), unsaved };
}

const create = { name: 'task.create', input: { uid: 'new', title: 'Bread' } };
const rename = { name: 'task.update', input: { id: 'milk', title: 'Oat milk' } };
const undo = { name: 'operation.undo', input: { id: 'deletion' } };

test('a new task whose label was refused says why, and is offered without the label', () => {
  const label = { name: 'label.create', input: { id: 'l500', name: 'late' } };
  const tooMany = refusedBy('BAD_REQUEST', {
    zodError: { formErrors: ['There can be at most 500 labels.'], fieldErrors: {} },
  });
  const refused: Refused = { entry: { operationId: 'label', at, ...label }, why: tooMany };
  const known = {
    refusedCreates: () => [refused],
    nameOf: (noun: string, id: string) => (noun === 'label' && id === 'old' ? 'old' : undefined),
  };
  const input = { uid: 'new', title: 'Bread', labelIds: ['old', 'l500'], listId: 'gone' };
  const { message, unsaved } = read({ ...create, input }, refusedBy('NOT_FOUND'), known);
  const why = 'The label “late” could not be added. There can be at most 500 labels.';
  expect(message).toBe(`“Bread” was not added. ${why}`);
  expect(unsaved?.reason && withoutIsolates(unsaved.reason)).toBe(`Not saved. ${why}`);
  expect(unsaved?.content).toMatchObject({ title: 'Bread', labelIds: ['old'] });
  expect(unsaved?.content).not.toHaveProperty('listId');
  expect(read(label, tooMany).message).toBe(
    'The label “late” was not added. There can be at most 500 labels.',
  );
  // Without what was refused before, nothing more is known.
  expect(read({ ...create, input }, refusedBy('NOT_FOUND')).message).toBe(
    '“Bread” was not added. It no longer exists.',
  );
});

test('a task that is made again goes to its list, where there still is one', () => {
  const { unsaved } = read({ ...rename }, refusedBy('NOT_FOUND'), {
    history: () => [
      {
        ...deletion,
        changes: [{ noun: 'task', key: 'milk', before: { ...milk, listId: 'home' }, after: null }],
      },
    ],
    nameOf: (noun) => (noun === 'list' ? 'Home' : undefined),
  });
  expect(unsaved?.content).toMatchObject({ title: 'Oat milk', listId: 'home' });
});

test('a refused new task keeps its title for another try and for the field', () => {
  expect(read(create, refusedBy('BAD_REQUEST'))).toEqual({
    message: '“Bread” was not added. Tydo can’t save this text. Change it and try again.',
    unsaved: {
      title: 'Bread',
      description: null,
      reason: 'Not saved. Tydo can’t save this text. Change it and try again.',
      editIn: 'new-task',
    },
  });
});

test('a new task whose answer was lost too long ago is not offered as a new one', () => {
  const { message, unsaved } = read(create, { kind: 'expired' });
  expect(message).toBe('“Bread”: It may or may not be saved: its answer was lost too long ago.');
  expect(unsaved).not.toHaveProperty('editIn');
});

test('a text that was changed in two places is shown with the other one', () => {
  const why: Refusal = { kind: 'conflict', noun: 'task', key: 'milk', row: milk };
  const now = { ...milk, title: 'Soy milk' };
  expect(read(rename, why, { row: () => now })).toMatchObject({
    message: '“Soy milk” was changed somewhere else.',
    unsaved: { title: 'Oat milk', theirs: { title: 'Soy milk' }, editIn: { uid: 'milk' } },
  });
});

test('a text for a task that is gone becomes a new task with all that was known of it', () => {
  const was = { ...milk, description: 'Two', completed: true };
  const history = () => [
    { ...deletion, changes: [{ noun: 'task', key: 'milk', before: was, after: null }] },
  ];
  expect(read(rename, refusedBy('NOT_FOUND'), { history })).toMatchObject({
    message: '“Milk” was not changed. It no longer exists.',
    unsaved: { content: { title: 'Oat milk', description: 'Two', completed: true } },
  });
});

test('a refused tick says so, and leaves nothing to keep', () => {
  const tick = { name: 'task.update', input: { id: 'milk', completed: true } };
  expect(read(tick, refusedBy('NOT_FOUND'), { history: () => [deletion] })).toEqual({
    message: '“Milk” was not changed. It no longer exists.',
    unsaved: undefined,
  });
});

test('an undo that is blocked names what was done meanwhile', () => {
  const ticked = { ...milk, completed: true };
  const blockedBy = {
    id: '6f1c2a52-0b7e-4d53-9c1a-8e40d7b25002',
    seq: 3,
    kind: 'task.update',
    undoes: null,
    createdAt: at,
    changes: [{ noun: 'task', id: 1, before: milk, after: ticked }],
  };
  const renamed: PastOperation = {
    ...deletion,
    changes: [{ noun: 'task', key: 'milk', before: { ...milk, title: 'Mlk' }, after: milk }],
  };
  const known = { row: () => ticked, history: () => [renamed] };
  expect(read(undo, refusedBy('CONFLICT', { blockedBy }), known)).toEqual({
    message: '“Mlk” was not undone. It was changed in the meantime: Completed “Milk”.',
    unsaved: undefined,
  });
});

test('a deletion that cannot be undone any more offers the text as a new task', () => {
  expect(read(undo, refusedBy('NOT_FOUND'), { history: () => [deletion] })).toMatchObject({
    message:
      '“Milk” was not restored. It was deleted on another device and can’t be restored here.',
    unsaved: { title: 'Milk', content: { title: 'Milk', completed: false } },
  });
});

test('an undo that was not needed is not worth a word', () => {
  const history = () => [deletion];
  const neverDone = { history, isRefused: () => true };
  expect(read(undo, refusedBy('NOT_FOUND'), neverDone).message).toBeUndefined();
  const back = { history, row: () => milk };
  expect(read(undo, refusedBy('CONFLICT'), back).message).toBeUndefined();
});

test('an undo at which the server failed can be tried again', () => {
  const why: Refusal = { kind: 'failed', message: '', data: internalError };
  expect(read(undo, why, { history: () => [deletion] })).toMatchObject({
    message: '“Milk” was not restored. Something went wrong on our side. Try again.',
    unsaved: { title: 'Milk' },
  });
});

const internalError = { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500 };

test('refused deletions and clearings say so', () => {
  const one = { name: 'task.delete', input: { id: 'milk' } };
  const many = { name: 'task.deleteMany', input: { ids: ['milk'] } };
  const why = refusedBy('FORBIDDEN');
  expect(read(one, why, { row: () => milk }).message).toMatch(/^“Milk” was not deleted\./);
  expect(read(many, why).message).toMatch(/^The completed tasks were not cleared\./);
});

test('two texts of a task that is gone become one task in another try', () => {
  const history = () => [deletion];
  const why = refusedBy('NOT_FOUND');
  const describe = { name: 'task.update', input: { id: 'milk', description: 'Two' } };
  const other = { name: 'task.update', input: { id: 'other', title: 'Other' } };
  const discarded: string[] = [];
  const items = [rename, describe, other].flatMap((entry, index) => {
    const { unsaved } = read(entry, why, { history });
    return unsaved ? [{ unsaved, discard: () => void discarded.push(String(index)) }] : [];
  });
  const [milkItem, otherItem, ...rest] = joinGone(items);
  expect(rest).toEqual([]);
  expect(milkItem?.unsaved).toMatchObject({
    title: 'Oat milk',
    description: 'Two',
    content: { title: 'Oat milk', description: 'Two' },
  });
  expect(otherItem?.unsaved.title).toBe('Other');
  milkItem?.discard();
  expect(discarded).toEqual(['0', '1']);
});
