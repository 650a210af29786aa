import { expect, test } from 'vitest';
import { completeRound, doneUid, skipRound, updateInTree } from './round.ts';
import type { TaskOf } from './task.ts';
import { TaskTree } from './task-tree.ts';
import { taskWith } from './testing/task.ts';
import { RowConflict, RuleViolation } from './violation.ts';

const now = '2026-11-30T09:00:00.000Z';
const time = { now, zone: 'Europe/Berlin' };
const series = taskWith({
  uid: 'pills',
  title: 'Pills',
  due: '2026-11-30',
  start: '2026-11-29',
  deadline: '2026-12-01',
  rule: 'FREQ=DAILY',
  anchor: '2026-11-28',
  occurrence: '2026-11-30',
  labelIds: ['a'],
  priority: 5,
});

function treeOf(...tasks: TaskOf<number>[]): TaskTree<number> {
  return new TaskTree(
    {
      task: (uid) => tasks.find((task) => task.uid === uid),
      children: (uid) => tasks.filter(({ parentUid }) => parentUid === uid),
      section: () => undefined,
    },
    time,
  );
}
const child = (uid: string, part: Partial<TaskOf<number>> = {}) =>
  taskWith({ uid, id: 10, parentUid: 'pills', ...part });

test('a completed round leaves a copy, and the task moves on with all its dates', () => {
  const tree = treeOf(series);
  const { copy, completed } = completeRound(tree, 'pills', time);
  expect(completed).toBe(0);
  expect(copy).toMatchObject({
    uid: 'pills@2026-11-30',
    seriesUid: 'pills',
    completed: true,
    completedAt: now,
    due: '2026-11-30',
    start: '2026-11-29',
    deadline: '2026-12-01',
    occurrence: '2026-11-30',
    rule: null,
    anchor: null,
    parentUid: null,
    labelIds: ['a'],
    priority: 5,
    rank: series.rank,
  });
  expect(tree.task('pills')).toMatchObject({
    completed: false,
    due: '2026-12-01',
    occurrence: '2026-12-01',
    start: '2026-11-30',
    deadline: '2026-12-02',
    anchor: '2026-11-28',
  });
});

test('what is under it is open again and moves too, but for a child with a rule of its own', () => {
  const own = {
    due: '2026-11-30',
    rule: 'FREQ=DAILY',
    anchor: '2026-11-30',
    occurrence: '2026-11-30',
  };
  const tree = treeOf(
    series,
    child('done', { completed: true, completedAt: now, due: '2026-11-30T08:00' }),
    child('below', { parentUid: 'done', completed: true, completedAt: now }),
    child('own', { ...own, completed: true, completedAt: now }),
    child('under-own', { parentUid: 'own', completed: true, completedAt: now }),
  );
  completeRound(tree, 'pills', time);
  expect(tree.task('done')).toMatchObject({ completed: false, due: '2026-12-01T08:00' });
  expect(tree.task('below')).toMatchObject({ completed: false });
  expect(tree.task('own')).toMatchObject({ completed: true, due: '2026-11-30' });
  expect(tree.task('under-own')).toMatchObject({ completed: true });
});

test('the last round completes the task and what is open under it, and makes no copy', () => {
  const last = { ...series, rule: 'FREQ=DAILY;UNTIL=20261130' };
  const tree = treeOf(last, child('open'));
  expect(completeRound(tree, 'pills', time)).toEqual({ copy: null, done: null, completed: 1 });
  expect(tree.task('pills')).toMatchObject({
    completed: true,
    completedAt: now,
    due: '2026-11-30',
  });
});

test('a round that was done before changes nothing and is returned', () => {
  const done = taskWith({
    uid: 'pills@2026-11-29~2',
    id: 2,
    seriesUid: 'pills',
    occurrence: '2026-11-29',
  });
  // Another task has the uid that the copy would have had.
  const other = taskWith({ uid: 'pills@2026-11-29', id: 3 });
  const tree = treeOf(series, other, done);
  const result = completeRound(tree, 'pills', { ...time, occurrence: '2026-11-29' });
  expect(result).toEqual({ copy: null, done, completed: 0 });
  expect(tree.changed).toEqual([]);
});

test('a round that is neither the task’s nor past is a conflict', () => {
  const later = { ...time, occurrence: '2026-12-01' };
  expect(() => completeRound(treeOf(series), 'pills', later)).toThrow(RowConflict);
  expect(() => completeRound(treeOf(series), 'pills', { ...time, occurrence: 'x' })).toThrow(
    RuleViolation,
  );
});

test('a skipped round leaves no copy; the last round and a task without a rule cannot be skipped', () => {
  const tree = treeOf(series);
  skipRound(tree, 'pills', time);
  expect(tree.changed).toEqual([tree.task('pills')]);
  expect(tree.task('pills')).toMatchObject({ due: '2026-12-01' });
  const last = treeOf({ ...series, rule: 'FREQ=DAILY;UNTIL=20261130' });
  expect(() => skipRound(last, 'pills', time)).toThrow(RuleViolation);
  expect(() => skipRound(treeOf(taskWith({ uid: 'a' })), 'a', time)).toThrow(RuleViolation);
});

test('seconds that are zero name the same round', () => {
  const timed = { ...series, due: '2026-11-30T08:00', occurrence: '2026-11-30T08:00' };
  const tree = treeOf({ ...timed, anchor: '2026-11-28T08:00' });
  const { copy } = completeRound(tree, 'pills', { ...time, occurrence: '2026-11-30T08:00:00' });
  expect(copy?.uid).toBe('pills@2026-11-30T08:00');
});

test('a task without a rule is completed, whatever round the caller saw', () => {
  const tree = treeOf(taskWith({ uid: 'pills' }));
  completeRound(tree, 'pills', { ...time, occurrence: '2026-11-29' });
  expect(tree.task('pills')).toMatchObject({ completed: true, completedAt: now });
});

test('a completed task has no round to complete or to skip', () => {
  const ended = { ...series, completed: true, completedAt: now };
  const tree = treeOf(ended);
  expect(completeRound(tree, 'pills', time)).toEqual({ copy: null, done: null, completed: 0 });
  expect(() => skipRound(tree, 'pills', time)).toThrow(RuleViolation);
  expect(tree.changed).toEqual([]);
});

test('a round that was done long before dates begin is refused', () => {
  const weekly = { ...series, ruleFrom: 'completion' as const };
  const at = '1899-12-31T00:00:00.000Z';
  expect(() => completeRound(treeOf(weekly), 'pills', { ...time, at })).toThrow(
    expect.objectContaining({ field: 'at' }),
  );
});

test('an update completes the round that its other fields make', () => {
  const tree = treeOf(series);
  const changes = { due: '2026-12-05', rule: 'FREQ=WEEKLY', title: 'Vitamins', completed: true };
  const copy = updateInTree(tree, 'pills', changes, time);
  expect(copy).toMatchObject({ uid: 'pills@2026-12-05', title: 'Vitamins', due: '2026-12-05' });
  expect(tree.task('pills')).toMatchObject({ due: '2026-12-12', anchor: '2026-12-05' });
  const plain = treeOf(series);
  expect(updateInTree(plain, 'pills', { rule: null, completed: true }, time)).toBeNull();
  expect(plain.task('pills')).toMatchObject({ completed: true, occurrence: null });
});

test('a copy whose uid is taken gets another one', () => {
  const tree = treeOf(series, taskWith({ uid: 'pills@2026-11-30', id: 2 }));
  expect(completeRound(tree, 'pills', time).copy?.uid).toBe('pills@2026-11-30~2');
});

test('the uid of a copy is at most 255 characters long', () => {
  expect(doneUid('a'.repeat(244), '2026-11-30')).toBe(`${'a'.repeat(244)}@2026-11-30`);
  // FNV-1a of 64 bits, by its reference parameters.
  expect(doneUid('a'.repeat(250), '2026-11-30')).toMatch(/^a{120}~[\da-f]{16}@2026-11-30$/);
  expect(doneUid('a'.repeat(250), '2026-11-30')).not.toBe(doneUid('a'.repeat(251), '2026-11-30'));
});

test('a task does not move on where it would have too many open subtasks', () => {
  const children = Array.from({ length: 500 }, (_, at) =>
    child(`child ${at}`, { completed: at % 2 === 0, completedAt: now }),
  );
  const below = treeOf(series, ...children);
  completeRound(below, 'pills', time);
  expect(below.children('pills').filter(({ completed }) => !completed)).toHaveLength(500);
  // A subtask with a rule of its own stays open.
  const own = child('own', { ...series, uid: 'own', parentUid: 'pills' });
  const full = treeOf(series, own, ...children);
  expect(() => completeRound(full, 'pills', time)).toThrow(RuleViolation);
  expect(() => skipRound(treeOf(series, own, ...children), 'pills', time)).toThrow(RuleViolation);
});
