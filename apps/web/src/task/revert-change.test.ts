import { TRPCClientError } from '@trpc/client';
import { taskWith } from '@tydo/rules/testing/task';
import type { TaskRead } from '@tydo/schemas/task';
import { describe, expect, test } from 'vitest';
import { isolate, withoutIsolates } from '../lib/isolate.ts';
import { createToasts } from '../ui/toasts.ts';
import type { Submitted, Undo } from './change.ts';
import { createLocalState, putEdit } from './local-state.ts';
import { revertChange } from './revert-change.ts';

const operationId = 'a';
const date = '2026-01-01T00:00:00.000Z';
const task = taskWith({ id: 5, createdAt: date, updatedAt: date });

function refusal(data: { code: string; [field: string]: unknown }) {
  const error = { code: -32000, message: '', data: { httpStatus: 400, ...data } };
  return TRPCClientError.from({ error });
}

function setUp() {
  const localState = createLocalState();
  const toasts = createToasts();
  const messages = () => toasts.list.get().map(({ message }) => withoutIsolates(message));
  return { localState, toasts, messages };
}

test('puts the text of a task that was not added back into the empty field, and says why', () => {
  const { localState, toasts, messages } = setUp();
  revertChange(
    localState,
    toasts,
    { kind: 'create', task, operationId },
    refusal({ code: 'SERVICE_UNAVAILABLE' }),
  );
  expect(localState.drafts.get().text).toBe('Milk');
  expect(messages()).toEqual(['“Milk” was not added. Tydo can’t reach its database right now.']);
});

test('lists the task as not saved when something else is being typed', () => {
  const { localState, toasts } = setUp();
  localState.drafts.set((drafts) => ({ ...drafts, text: 'Bread' }));
  revertChange(
    localState,
    toasts,
    { kind: 'create', task, operationId },
    refusal({ code: 'INTERNAL_SERVER_ERROR' }),
  );
  expect(localState.drafts.get().text).toBe('Bread');
  expect(localState.drafts.get().unsaved).toMatchObject([
    { title: 'Milk', reason: 'Not saved. Something went wrong on our side. Try again.' },
  ]);
});

const noResponse = TRPCClientError.from(new TypeError('fetch failed'));
test.each([
  ['at the end', [], noResponse],
  ['at the start', [operationId], refusal({ code: 'SERVICE_UNAVAILABLE' })],
  ['before the session ended', [operationId], refusal({ code: 'UNAUTHORIZED' })],
])(
  'keeps a task that may have been added, unanswered %s, for a retry with its operation id',
  (_, lost, error) => {
    const { localState, toasts } = setUp();
    for (const each of lost) localState.unansweredOperations.add(each);
    const change = { kind: 'create', task, operationId } as const;
    revertChange(localState, toasts, change, error);
    expect(localState.drafts.get().text).toBe('');
    expect(localState.drafts.get().unsaved).toMatchObject([
      { submitted: change, reason: 'The connection was lost: it may or may not be saved.' },
    ]);
  },
);

test('reports an edit as rejected when a retry after a lost response says so', () => {
  const { localState, toasts, messages } = setUp();
  localState.unansweredOperations.add(operationId);
  const change = { kind: 'update', task, operationId, changes: { completed: true } } as const;
  revertChange(localState, toasts, change, refusal({ code: 'NOT_FOUND' }));
  expect(messages()).toEqual(['“Milk” was not changed. It no longer exists.']);
});

test('reopens a rejected edit with its text and errors', () => {
  const { localState, toasts } = setUp();
  const zodError = { formErrors: [], fieldErrors: { title: ['Too dull.'] } };
  const change = { kind: 'update', task, operationId, changes: { title: 'Oat milk' } } as const;
  revertChange(localState, toasts, change, refusal({ code: 'BAD_REQUEST', zodError }));
  expect(localState.drafts.get().edits.get(5)).toMatchObject({
    title: 'Oat milk',
    errors: { title: 'Too dull.' },
  });
});

test('reopens an edit of a task that changed elsewhere, so that it can be saved again', () => {
  const { localState, toasts } = setUp();
  const current = { ...task, title: 'Soy milk', updatedAt: '2026-01-02T00:00:00.000Z' };
  const change = {
    kind: 'update',
    task,
    operationId,
    changes: { title: 'Oat milk' },
    seenAt: date,
  } as const;
  revertChange(localState, toasts, change, refusal({ code: 'CONFLICT', current }));
  expect(localState.drafts.get().edits.get(5)).toMatchObject({ seenAt: current.updatedAt });
  expect(localState.drafts.get().edits.get(5)?.errors?.form).toContain(isolate('Soy milk'));
});

test('lists the edit of a deleted task as not saved, so that it can be added again', () => {
  const { localState, toasts } = setUp();
  const change = {
    kind: 'update',
    task,
    operationId,
    changes: { description: 'two bottles' },
  } as const;
  revertChange(localState, toasts, change, refusal({ code: 'NOT_FOUND' }));
  expect(localState.drafts.get().unsaved).toMatchObject([
    { title: 'Milk', description: 'two bottles' },
  ]);
});

test('restores the text without a message after a sign-out', () => {
  const { localState, toasts, messages } = setUp();
  revertChange(
    localState,
    toasts,
    { kind: 'create', task, operationId },
    refusal({ code: 'UNAUTHORIZED' }),
  );
  expect(localState.drafts.get().text).toBe('Milk');
  expect(messages()).toEqual([]);
});

test('reopens an edit that was closed by saving, but keeps a newer one', () => {
  const { localState, toasts } = setUp();
  const from = { title: 'Milk', description: '' };
  const draft = { title: 'Oat milk', description: '', from, seenAt: date };
  localState.drafts.set((drafts) => putEdit(putEdit(drafts, 5, draft), 5, undefined));
  const change = { kind: 'update', task, operationId, changes: { title: 'Oat milk' } } as const;
  revertChange(localState, toasts, change, refusal({ code: 'INTERNAL_SERVER_ERROR' }));
  expect(localState.drafts.get().edits.get(5)?.title).toBe('Oat milk');
  localState.drafts.set((drafts) => putEdit(drafts, 5, { ...draft, title: 'Oat milk, two' }));
  revertChange(localState, toasts, change, refusal({ code: 'INTERNAL_SERVER_ERROR' }));
  expect(localState.drafts.get().edits.get(5)?.title).toBe('Oat milk, two');
});

describe('a failed undo', () => {
  const removal = { kind: 'delete', task, operationId: 'a' } as const;
  const clear = { kind: 'clear', count: 2, operationId: 'a' } as const;
  const undoOf = (of: Undo['of']): Submitted<Undo> => ({
    kind: 'undo',
    of,
    tasks: [task],
    operationId: 'b',
  });

  /** Blocked by the latest operation, which left the task as `after`. */
  const blocked = (after: TaskRead | null) => {
    const change = { noun: 'task', id: task.id, before: null, after } as const;
    const of = { id: crypto.randomUUID(), seq: 3, kind: 'operation.undo', undoes: null };
    const blockedBy = { ...of, createdAt: date, changes: [change] };
    return refusal({ code: 'CONFLICT', blockedBy });
  };

  test('is shown, and kept so that it can be retried', () => {
    const { localState, toasts, messages } = setUp();
    revertChange(localState, toasts, undoOf(removal), refusal({ code: 'SERVICE_UNAVAILABLE' }));
    expect(messages()).toEqual([
      '“Milk” was not restored. Tydo can’t reach its database right now.',
    ]);
    expect(localState.drafts.get().unsaved).toMatchObject([
      { title: 'Milk', submitted: undoOf(removal) },
    ]);
    revertChange(localState, toasts, undoOf(clear), refusal({ code: 'CONFLICT' }));
    expect(messages()).toEqual([
      'The completed tasks were not restored. Some of them have already been restored.',
    ]);
    expect(localState.drafts.get().unsaved.at(-1)).toMatchObject({ submitted: undoOf(clear) });
  });

  test('is kept without a message after a sign-out', () => {
    const { localState, toasts, messages } = setUp();
    revertChange(localState, toasts, undoOf(removal), refusal({ code: 'UNAUTHORIZED' }));
    expect(localState.drafts.get().unsaved).toMatchObject([{ submitted: undoOf(removal) }]);
    expect(messages()).toEqual([]);
  });

  test('is ignored when the task was never deleted or another device has restored it', () => {
    const { localState, toasts, messages } = setUp();
    revertChange(localState, toasts, undoOf(removal), blocked(task));
    expect(messages()).toEqual([]);
    revertChange(localState, toasts, removal, refusal({ code: 'INTERNAL_SERVER_ERROR' }));
    revertChange(localState, toasts, undoOf(removal), refusal({ code: 'NOT_FOUND' }));
    expect(messages()).toEqual([
      '“Milk” was not deleted. Something went wrong on our side. Try again.',
    ]);
    expect(localState.drafts.get().unsaved).toEqual([]);
  });

  test('of a task that was restored and deleted again elsewhere offers to add it again', () => {
    const { localState, toasts, messages } = setUp();
    revertChange(localState, toasts, undoOf(removal), blocked(null));
    expect(messages()).toEqual([
      '“Milk” was not restored. It was changed somewhere else in the meantime.',
    ]);
    expect(localState.drafts.get().unsaved).toEqual([
      expect.not.objectContaining({ submitted: undoOf(removal) }),
    ]);
  });

  test('of a task that was deleted elsewhere offers to add it again', () => {
    const { localState, toasts, messages } = setUp();
    revertChange(localState, toasts, undoOf(removal), refusal({ code: 'NOT_FOUND' }));
    expect(messages()).toEqual([
      '“Milk” was not restored. It was deleted on another device and can’t be restored here.',
    ]);
    expect(localState.drafts.get().unsaved).toEqual([
      expect.not.objectContaining({ submitted: undoOf(removal) }),
    ]);
    revertChange(localState, toasts, undoOf(clear), refusal({ code: 'NOT_FOUND' }));
    expect(localState.drafts.get().unsaved).toHaveLength(1);
  });
});
