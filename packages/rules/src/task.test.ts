import { expect, test } from 'vitest';
import { rankOf } from './order.ts';
import { ruleProblem } from './recurrence.ts';
import { changeTask, contentOf, createInputOf, createTask } from './task.ts';
import { taskWith } from './testing/task.ts';

const created = '2026-11-30T09:00:00.000Z';
const later = '2026-11-30T10:00:00.000Z';
const task = taskWith({
  title: 'one',
  description: 'some',
  createdAt: created,
  updatedAt: created,
  uid: 'one',
});

test('a change sets the fields that are sent', () => {
  expect(changeTask(task, { title: 'two', completed: true }, { now: later })).toEqual({
    ...task,
    title: 'two',
    completed: true,
    completedAt: later,
    updatedAt: later,
  });
  expect(changeTask(task, { description: null }, { now: later }).description).toBeNull();
});

test('a task is completed when the person did it, also before its last change; else when it changes', () => {
  const changed = { ...task, updatedAt: later };
  const completedAt = (at?: string) =>
    changeTask(changed, { completed: true }, { now: later, at }).completedAt;
  expect(completedAt(created)).toBe(created);
  expect(completedAt(later)).toBe(later);
  expect(completedAt()).toBe('2026-11-30T10:00:00.001Z');
});

test('a change to the same values returns the same object', () => {
  expect(changeTask(task, { title: 'one', completed: false }, { now: later })).toBe(task);
});

test('a new task has the fields that are sent, and defaults for the others', () => {
  const made = { uid: 'made', now: created, ruleProblem };
  expect(createTask({ title: 'new' }, made)).toMatchObject({
    uid: 'made',
    title: 'new',
    description: null,
    completed: false,
    createdAt: created,
    updatedAt: created,
    rank: rankOf(created),
  });
  expect(createTask({ title: 'new', uid: undefined, description: 'x' }, made)).toMatchObject({
    uid: 'made',
    description: 'x',
  });
  expect(createTask({ title: 'new', uid: 'chosen' }, { ...made, place: 2 })).toMatchObject({
    uid: 'chosen',
    rank: rankOf(created, 2),
  });
});

test('a task is recreated from its content: a creation, then an update with the rest', () => {
  const done = { ...task, completed: true };
  const again = {
    id: 2,
    ...createTask(createInputOf(contentOf(done)), {
      uid: 'again',
      now: later,
      ruleProblem,
    }),
  };
  expect(again).toMatchObject({ title: 'one', description: 'some', completed: false });
  expect(contentOf(changeTask(again, contentOf(done), { now: later }))).toEqual(contentOf(done));
  expect(createInputOf(done)).toMatchObject({ title: 'one', description: 'some', uid: 'one' });
});
