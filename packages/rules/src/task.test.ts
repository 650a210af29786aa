import { expect, test } from 'vitest';
import { changeTask } from './task.ts';

const created = '2026-11-30T09:00:00.000Z';
const later = '2026-11-30T10:00:00.000Z';
const task = {
  id: 1,
  title: 'one',
  description: 'some',
  completed: false,
  createdAt: created,
  updatedAt: created,
  uid: 'one',
  rank: 'g',
};

test('a task takes the fields that are sent', () => {
  expect(changeTask(task, { title: 'two', completed: true }, later)).toEqual({
    ...task,
    title: 'two',
    completed: true,
    updatedAt: later,
  });
  expect(changeTask(task, { description: null }, later).description).toBeNull();
});

test('a task that is already so stays the same', () => {
  expect(changeTask(task, { title: 'one', completed: false }, later)).toBe(task);
});
