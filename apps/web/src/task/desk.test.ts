import { contentOf } from '@tydo/rules/task';
import { taskWith } from '@tydo/rules/testing/task';
import { expect, test } from 'vitest';
import { createDesk, isInUse, type Notes, putEdit } from './desk.ts';

const from = { title: 'Milk', description: '' };
const draft = { ...from, from, seenAt: '2026-01-01T00:00:00.000Z' };

function deskWith(part: Partial<Notes>) {
  const desk = createDesk();
  desk.notes.set((notes) => ({ ...notes, ...part }));
  return desk;
}

test('a page on which nothing was typed may be closed', () => {
  expect(isInUse(createDesk())).toBe(false);
  expect(isInUse(deskWith({ text: '  ' }))).toBe(false);
});

test('an edit counts when its text was changed', () => {
  const desk = createDesk();
  desk.notes.set((notes) => putEdit(notes, 1, draft));
  expect(isInUse(desk)).toBe(false);
  desk.notes.set((notes) => putEdit(notes, 1, { ...draft, description: 'two' }));
  expect(isInUse(desk)).toBe(true);
});

test('so does half a new task, and one that is still on its way or was not taken', () => {
  const task = contentOf(taskWith());
  expect(isInUse(deskWith({ text: 'Half a' }))).toBe(true);
  expect(isInUse(deskWith({ unsaved: [{ ...task, key: -1, reason: '' }] }))).toBe(true);
  const desk = createDesk();
  desk.pending.set(() => [{ kind: 'clear', count: 1 }]);
  expect(isInUse(desk)).toBe(true);
});
