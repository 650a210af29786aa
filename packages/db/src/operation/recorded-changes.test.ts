import { createList } from '@tydo/rules/list';
import { taskWith } from '@tydo/rules/testing/task';
import { operationLimits } from '@tydo/schemas/operation';
import type { TaskRead } from '@tydo/schemas/task';
import { expect, test } from 'vitest';
import { listNoun } from '../list/list.entity.ts';
import { taskNoun } from '../task/task.entity.ts';
import { RecordedChanges } from './recorded-changes.ts';

const task = (id: number, description: string | null = null): TaskRead =>
  taskWith({ id, description, completed: true });
const gone = (before: TaskRead) => ({ noun: taskNoun, id: before.id, before, after: null });

test('a write changes at most 10,000 tasks, each of which counts once', () => {
  const recording = new RecordedChanges();
  for (let id = 1; id <= operationLimits.rows; id += 1) recording.add(gone(task(id)));
  expect(() => recording.add(gone(task(0)))).toThrow('at most 10,000 rows');
  expect(recording.addIfFits(gone(task(1)))).toBe(true);
  // A row that was created and deleted again does not count.
  recording.add({ noun: taskNoun, id: 2, before: null, after: task(2) });
  expect(recording.all).toHaveLength(operationLimits.rows);
  expect(recording.bytes).toBe(Buffer.byteLength(recording.jsonOf('changes')));
});

test('a list is deleted with as many tasks as a write can change', () => {
  const recording = new RecordedChanges();
  for (let id = 1; id <= operationLimits.rows; id += 1) recording.add(gone(task(id)));
  const before = createList({ name: 'l' }, { id: 'l', now: new Date().toISOString(), rank: 'a' });
  recording.add({ noun: listNoun, id: 'l', before, after: null });
  expect(recording.all).toHaveLength(operationLimits.rows + 1);
});

test('a write changes at most 16 MiB, in UTF-8', () => {
  const recording = new RecordedChanges();
  // Each is slightly larger than 256 KiB.
  const description = 'ü'.repeat(128 * 1024);
  for (let id = 1; id < 64; id += 1) recording.add(gone(task(id, description)));
  expect(() => recording.add(gone(task(64, description)))).toThrow('16 MiB');
  expect(recording.addIfFits(gone(task(64)), recording.bytes)).toBe(false);
  expect(recording.addIfFits(gone(task(64)))).toBe(true);
  expect(recording.bytes).toBe(Buffer.byteLength(recording.jsonOf('changes')));
  expect(recording.bytes).toBeLessThan(operationLimits.bytes);
});

test('a created and deleted row does not count', () => {
  const recording = new RecordedChanges();
  expect([recording.jsonOf('changes'), recording.bytes]).toEqual(['[]', 2]);
  recording.add({ noun: taskNoun, id: 1, before: null, after: task(1) });
  recording.add({ noun: taskNoun, id: 1, before: task(1), after: null });
  recording.add({ noun: taskNoun, id: 2, before: null, after: null });
  expect([recording.jsonOf('changes'), recording.bytes]).toEqual(['[]', 2]);
});
