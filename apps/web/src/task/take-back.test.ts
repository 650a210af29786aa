import { TRPCClientError } from '@trpc/client';
import { taskWith } from '@tydo/rules/testing/task';
import type { TaskRead } from '@tydo/schemas/task';
import { describe, expect, test } from 'vitest';
import { isolate, withoutIsolates } from '../lib/isolate.ts';
import { createToasts } from '../ui/toasts.ts';
import type { Asked, Undo } from './change.ts';
import { createDesk, putEdit } from './desk.ts';
import { takeBack } from './take-back.ts';

const operationId = 'a';
const date = '2026-01-01T00:00:00.000Z';
const task = taskWith({ id: 5, createdAt: date, updatedAt: date });

function refusal(data: { code: string; [field: string]: unknown }) {
  const error = { code: -32000, message: '', data: { httpStatus: 400, ...data } };
  return TRPCClientError.from({ error });
}

function setUp() {
  const desk = createDesk();
  const toasts = createToasts();
  const messages = () => toasts.list.get().map(({ message }) => withoutIsolates(message));
  return { desk, toasts, messages };
}

test('the text of a task that was not added goes back into the empty field, with the reason', () => {
  const { desk, toasts, messages } = setUp();
  takeBack(
    desk,
    toasts,
    { kind: 'create', task, operationId },
    refusal({ code: 'SERVICE_UNAVAILABLE' }),
  );
  expect(desk.notes.get().text).toBe('Milk');
  expect(messages()).toEqual(['“Milk” was not added. Tydo can’t reach its database right now.']);
});

test('when something else is being typed it waits beside it', () => {
  const { desk, toasts } = setUp();
  desk.notes.set((notes) => ({ ...notes, text: 'Bread' }));
  takeBack(
    desk,
    toasts,
    { kind: 'create', task, operationId },
    refusal({ code: 'INTERNAL_SERVER_ERROR' }),
  );
  expect(desk.notes.get().text).toBe('Bread');
  expect(desk.notes.get().unsaved).toMatchObject([
    { title: 'Milk', reason: 'Not saved. Something went wrong on our side.' },
  ]);
});

const noAnswer = TRPCClientError.from(new TypeError('fetch failed'));
test.each([
  ['at last', [], noAnswer],
  ['at first', [operationId], refusal({ code: 'SERVICE_UNAVAILABLE' })],
  ['before the session ended', [operationId], refusal({ code: 'UNAUTHORIZED' })],
])(
  'what may have been added, unanswered %s, waits to be asked for under its name',
  (_, lost, error) => {
    const { desk, toasts } = setUp();
    for (const each of lost) desk.unanswered.add(each);
    const change = { kind: 'create', task, operationId } as const;
    takeBack(desk, toasts, change, error);
    expect(desk.notes.get().text).toBe('');
    expect(desk.notes.get().unsaved).toMatchObject([
      { asked: change, reason: 'The connection broke: it may or may not be saved.' },
    ]);
  },
);

test('an edit that is refused after a lost answer was refused all the same', () => {
  const { desk, toasts, messages } = setUp();
  desk.unanswered.add(operationId);
  const change = { kind: 'update', task, operationId, changes: { completed: true } } as const;
  takeBack(desk, toasts, change, refusal({ code: 'NOT_FOUND' }));
  expect(messages()).toEqual(['“Milk” was not changed. It isn’t there any more.']);
});

test('a refused edit opens again with what was typed and what is wrong with it', () => {
  const { desk, toasts } = setUp();
  const zodError = { formErrors: [], fieldErrors: { title: ['Too dull.'] } };
  const change = { kind: 'update', task, operationId, changes: { title: 'Oat milk' } } as const;
  takeBack(desk, toasts, change, refusal({ code: 'BAD_REQUEST', zodError }));
  expect(desk.notes.get().edits.get(5)).toMatchObject({
    title: 'Oat milk',
    refused: { title: 'Too dull.' },
  });
});

test('an edit of something that changed elsewhere can be saved on top of it', () => {
  const { desk, toasts } = setUp();
  const current = { ...task, title: 'Soy milk', updatedAt: '2026-01-02T00:00:00.000Z' };
  const change = {
    kind: 'update',
    task,
    operationId,
    changes: { title: 'Oat milk' },
    seenAt: date,
  } as const;
  takeBack(desk, toasts, change, refusal({ code: 'CONFLICT', current }));
  expect(desk.notes.get().edits.get(5)).toMatchObject({ seenAt: current.updatedAt });
  expect(desk.notes.get().edits.get(5)?.refused?.form).toContain(isolate('Soy milk'));
});

test('an edit of a task that is gone becomes a note that can be added again', () => {
  const { desk, toasts } = setUp();
  const change = {
    kind: 'update',
    task,
    operationId,
    changes: { description: 'two bottles' },
  } as const;
  takeBack(desk, toasts, change, refusal({ code: 'NOT_FOUND' }));
  expect(desk.notes.get().unsaved).toMatchObject([{ title: 'Milk', description: 'two bottles' }]);
});

test('somebody who was signed out keeps the text and is told once, by the sign-in screen', () => {
  const { desk, toasts, messages } = setUp();
  takeBack(desk, toasts, { kind: 'create', task, operationId }, refusal({ code: 'UNAUTHORIZED' }));
  expect(desk.notes.get().text).toBe('Milk');
  expect(messages()).toEqual([]);
});

test('an edit that was closed by saving it opens again; one begun since then stays', () => {
  const { desk, toasts } = setUp();
  const from = { title: 'Milk', description: '' };
  const draft = { title: 'Oat milk', description: '', from, seenAt: date };
  desk.notes.set((notes) => putEdit(putEdit(notes, 5, draft), 5, undefined));
  const change = { kind: 'update', task, operationId, changes: { title: 'Oat milk' } } as const;
  takeBack(desk, toasts, change, refusal({ code: 'INTERNAL_SERVER_ERROR' }));
  expect(desk.notes.get().edits.get(5)?.title).toBe('Oat milk');
  desk.notes.set((notes) => putEdit(notes, 5, { ...draft, title: 'Oat milk, two' }));
  takeBack(desk, toasts, change, refusal({ code: 'INTERNAL_SERVER_ERROR' }));
  expect(desk.notes.get().edits.get(5)?.title).toBe('Oat milk, two');
});

describe('what could not be put back', () => {
  const removal = { kind: 'delete', task, operationId: 'a' } as const;
  const clear = { kind: 'clear', count: 2, operationId: 'a' } as const;
  const undoOf = (of: Undo['of']): Asked<Undo> => ({
    kind: 'undo',
    of,
    tasks: [task],
    operationId: 'b',
  });

  /** By the latest operation, which left `after` of the task. */
  const blocked = (after: TaskRead | null) => {
    const change = { noun: 'task', id: task.id, before: null, after } as const;
    const of = { id: crypto.randomUUID(), seq: 3, kind: 'operation.undo', undoes: null };
    const blockedBy = { ...of, createdAt: date, changes: [change] };
    return refusal({ code: 'CONFLICT', blockedBy });
  };

  test('is told, and kept so that it can be tried again', () => {
    const { desk, toasts, messages } = setUp();
    takeBack(desk, toasts, undoOf(removal), refusal({ code: 'SERVICE_UNAVAILABLE' }));
    expect(messages()).toEqual([
      '“Milk” was not put back. Tydo can’t reach its database right now.',
    ]);
    expect(desk.notes.get().unsaved).toMatchObject([{ title: 'Milk', asked: undoOf(removal) }]);
    takeBack(desk, toasts, undoOf(clear), refusal({ code: 'CONFLICT' }));
    expect(messages()).toEqual([
      'The completed tasks were not put back. Some of them are back already.',
    ]);
    expect(desk.notes.get().unsaved.at(-1)).toMatchObject({ asked: undoOf(clear) });
  });

  test('is kept for somebody who was signed out, and told by the sign-in screen', () => {
    const { desk, toasts, messages } = setUp();
    takeBack(desk, toasts, undoOf(removal), refusal({ code: 'UNAUTHORIZED' }));
    expect(desk.notes.get().unsaved).toMatchObject([{ asked: undoOf(removal) }]);
    expect(messages()).toEqual([]);
  });

  test('is nothing when it was never deleted, or somebody was faster', () => {
    const { desk, toasts, messages } = setUp();
    takeBack(desk, toasts, undoOf(removal), blocked(task));
    expect(messages()).toEqual([]);
    takeBack(desk, toasts, removal, refusal({ code: 'INTERNAL_SERVER_ERROR' }));
    takeBack(desk, toasts, undoOf(removal), refusal({ code: 'NOT_FOUND' }));
    expect(messages()).toEqual(['“Milk” was not deleted. Something went wrong on our side.']);
    expect(desk.notes.get().unsaved).toEqual([]);
  });

  test('since it was put back and deleted again somewhere else, can be added again', () => {
    const { desk, toasts, messages } = setUp();
    takeBack(desk, toasts, undoOf(removal), blocked(null));
    expect(messages()).toEqual([
      '“Milk” was not put back. It was changed somewhere else in the meantime.',
    ]);
    expect(desk.notes.get().unsaved).toEqual([
      expect.not.objectContaining({ asked: undoOf(removal) }),
    ]);
  });

  test('since it was deleted somewhere else, can be added again', () => {
    const { desk, toasts, messages } = setUp();
    takeBack(desk, toasts, undoOf(removal), refusal({ code: 'NOT_FOUND' }));
    expect(messages()).toEqual([
      '“Milk” was not put back. What was deleted somewhere else can’t be put back here.',
    ]);
    expect(desk.notes.get().unsaved).toEqual([
      expect.not.objectContaining({ asked: undoOf(removal) }),
    ]);
    takeBack(desk, toasts, undoOf(clear), refusal({ code: 'NOT_FOUND' }));
    expect(desk.notes.get().unsaved).toHaveLength(1);
  });
});
