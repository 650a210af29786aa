import { taskWith } from '@tydo/rules/testing/task';
import { expect, test } from 'vitest';
import { createTaskIds, withId } from './task-ids.ts';
import { createTaskVersions } from './task-versions.ts';

test('a task keeps its key when it gets its real id', () => {
  const ids = createTaskIds();
  const temporary = ids.next();
  expect(ids.real(temporary)).toBeUndefined();
  ids.link(temporary, 7);
  expect(ids.real(temporary)).toBe(7);
  expect(ids.key(7)).toBe(ids.key(temporary));
  expect(ids.next()).not.toBe(temporary);
});

test('the key of a task from the server is its id', () => {
  const ids = createTaskIds();
  expect(ids.real(7)).toBe(7);
  expect(ids.key(7)).toBe(7);
});

test('the undo of a deletion uses the real id of a task that was just created', () => {
  const ids = createTaskIds();
  const task = taskWith({ id: ids.next() });
  const of = { kind: 'delete', task, operationId: 'a' } as const;
  ids.link(task.id, 7);
  expect(withId({ kind: 'undo', of, tasks: [task] }, ids)).toMatchObject({ tasks: [{ id: 7 }] });
});

test('follows a seen version through the page’s own changes, and no others', () => {
  const versions = createTaskVersions();
  versions.moved(1, 'a', 'b');
  versions.moved(1, 'b', 'c');
  versions.moved(2, 'c', 'd');
  versions.moved(1, 'c', 'c');
  expect(versions.follow(1, 'a')).toBe('c');
  expect(versions.follow(1, 'x')).toBe('x');
});
