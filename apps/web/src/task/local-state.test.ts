import { contentOf } from '@tydo/rules/task';
import { taskWith } from '@tydo/rules/testing/task';
import { expect, test } from 'vitest';
import { createLocalState, type Drafts, hasUnsavedWork, putEdit } from './local-state.ts';

const from = { title: 'Milk', description: '' };
const draft = { ...from, from, seenAt: '2026-01-01T00:00:00.000Z' };

function stateWith(part: Partial<Drafts>) {
  const localState = createLocalState();
  localState.drafts.set((drafts) => ({ ...drafts, ...part }));
  return localState;
}

test('a page without drafts can be closed', () => {
  expect(hasUnsavedWork(createLocalState())).toBe(false);
  expect(hasUnsavedWork(stateWith({ text: '  ' }))).toBe(false);
});

test('an edit is unsaved work when its text was changed', () => {
  const localState = createLocalState();
  localState.drafts.set((drafts) => putEdit(drafts, 1, draft));
  expect(hasUnsavedWork(localState)).toBe(false);
  localState.drafts.set((drafts) => putEdit(drafts, 1, { ...draft, description: 'two' }));
  expect(hasUnsavedWork(localState)).toBe(true);
});

test('a typed, unsaved or pending task is unsaved work', () => {
  const task = contentOf(taskWith());
  expect(hasUnsavedWork(stateWith({ text: 'Half a' }))).toBe(true);
  expect(hasUnsavedWork(stateWith({ unsaved: [{ ...task, key: -1, reason: '' }] }))).toBe(true);
  const localState = createLocalState();
  localState.pending.set(() => [{ kind: 'clear', count: 1 }]);
  expect(hasUnsavedWork(localState)).toBe(true);
});
