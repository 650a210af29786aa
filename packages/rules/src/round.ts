// Rounds of a recurring task (DOMAIN §5, §7): one row moves on from round to round, and leaves a copy of each
// that was done.
import type { TaskRead } from '@tydo/schemas/task';
import { taskLimits } from '@tydo/schemas/task';
import { dayOf, daysBetween, instantOf, isDate, normalizeDate, shiftDays } from './date.ts';
import { nextRound, ruleProblem } from './recurrence.ts';
import { withoutUndefined } from './row.ts';
import { noSchedule } from './schedule.ts';
import { type ChangeTime, type TaskFields, type TaskOf, updatedFields } from './task.ts';
import type { TaskTree } from './task-tree.ts';
import { RowConflict, RuleViolation } from './violation.ts';

/** When a round is completed or skipped, and on whose clock. */
export interface RoundTime extends ChangeTime {
  zone: string;
  /** The round that the caller sees; the task's by default. */
  occurrence?: string | undefined;
}

/** A recurring task, which has all of these. */
type Recurring<Id extends number | null> = TaskOf<Id> &
  Record<'due' | 'rule' | 'anchor' | 'occurrence', string>;

const isRecurring = <Id extends number | null>(task: TaskOf<Id>): task is Recurring<Id> =>
  task.rule !== null && task.due !== null && task.anchor !== null && task.occurrence !== null;

/** A new task that is not stored yet. */
export type NewTask = Omit<TaskRead, 'id'>;

export interface CompletedRound<Id extends number | null> {
  /** The copy that is to be created. */
  copy: NewTask | null;
  /** The copy that was there before: the round had been done. */
  done: TaskOf<Id> | null;
  /** How many open tasks under it were completed with it. */
  completed: number;
}

/**
 * Completes a task; of a recurring one the round that the caller sees. A round that was done before changes
 * nothing. Without a next round the task itself becomes completed, and there is no copy.
 *
 * @throws RuleViolation for an occurrence that is no date, an `at` before 1900, and where the next round would
 * have too many open subtasks; RowConflict for a round that is neither the task's nor past; MissingRow.
 */
export function completeRound<Id extends number | null>(
  tree: TaskTree<Id>,
  uid: string,
  { now, at = now, zone, occurrence: sent }: RoundTime,
): CompletedRound<Id> {
  const task = tree.required(uid);
  const occurrence = readOccurrence(sent);
  if (!isDate(dayOf(at))) throw new RuleViolation('This is before the first date.', 'at');
  if (!isNow(tree, task, occurrence, zone)) {
    return { copy: null, done: copyOf(tree, uid, occurrence ?? '') ?? null, completed: 0 };
  }
  const next = isRecurring(task) && !task.completed ? nextRound(task, { now: at, zone }) : null;
  if (next && isRecurring(task)) {
    const copy = doneCopy(tree, task, { now, at });
    moveOn(tree, task, next);
    return { copy, done: null, completed: 0 };
  }
  const open = tree.descendants(uid).filter(({ completed }) => !completed).length;
  const completed = task.completed ? 0 : open;
  tree.change(uid, { completed: true });
  return { copy: null, done: null, completed };
}

/**
 * Moves a recurring task on to its next round, without a copy. A round that is past changes nothing.
 *
 * @throws RuleViolation for a task without a rule or that is completed, and for the last round; otherwise as
 * `completeRound`.
 */
export function skipRound<Id extends number | null>(
  tree: TaskTree<Id>,
  uid: string,
  { now, at = now, zone, occurrence }: RoundTime,
): void {
  const task = tree.required(uid);
  if (!isRecurring(task)) throw new RuleViolation('The task does not recur.');
  if (!isNow(tree, task, readOccurrence(occurrence), zone)) return;
  if (task.completed) throw new RuleViolation('The task is completed.');
  const next = nextRound(task, { now: at, zone, skip: true });
  if (!next) throw new RuleViolation('This is the last round: complete or delete the task.');
  moveOn(tree, task, next);
}

/**
 * Changes fields of a task, its schedule too, and completes or opens it; of a recurring one the round that it
 * then stands for.
 *
 * @returns the copy that is to be created.
 * @throws MissingRow; RuleViolation as `changeSchedule` and `TaskTree.change`.
 */
export function updateInTree<Id extends number | null>(
  tree: TaskTree<Id>,
  uid: string,
  { completed, ...changes }: TaskFields<Id>,
  time: RoundTime,
): NewTask | null {
  const task = tree.required(uid);
  const fields = updatedFields(task, changes, ruleProblem);
  if (completed !== true || !isRecurring({ ...task, ...withoutUndefined(fields) })) {
    tree.change(uid, { ...fields, completed });
    return null;
  }
  tree.change(uid, fields);
  return completeRound(tree, uid, time).copy;
}

/** Whether the caller sees the round that the task stands for; otherwise it is one that is past. */
function isNow<Id extends number | null>(
  tree: TaskTree<Id>,
  task: TaskOf<Id>,
  occurrence: string | undefined,
  zone: string,
): boolean {
  if (occurrence === undefined || occurrence === task.occurrence) return true;
  // Its rule was taken away after the round was done.
  if (task.occurrence === null) return !copyOf(tree, task.uid, occurrence);
  const isPast = instantOf(occurrence, zone) < instantOf(task.occurrence, zone);
  if (isPast || copyOf(tree, task.uid, occurrence)) return false;
  throw new RowConflict('The task stands for another round.', 'task', task);
}

/** The occurrence as tasks have it. @throws RuleViolation for what is no date. */
export function readOccurrence(sent: string | undefined): string | undefined {
  if (sent === undefined) return undefined;
  if (!isDate(sent)) throw new RuleViolation('This is no date.', 'occurrence');
  return normalizeDate(sent);
}

/** The copy of a round that was done; the latest where there are several. */
function copyOf<Id extends number | null>(
  tree: TaskTree<Id>,
  uid: string,
  occurrence: string,
): TaskOf<Id> | undefined {
  let copy: TaskOf<Id> | undefined;
  for (let number = 1; ; number += 1) {
    const task = tree.task(doneUid(uid, occurrence, number));
    if (!task) return copy;
    if (task.seriesUid === uid && task.occurrence === occurrence) copy = task;
  }
}

/** The row takes the next round; what is under it, and has no rule of its own, is open again and moves too. */
function moveOn<Id extends number | null>(
  tree: TaskTree<Id>,
  task: Recurring<Id>,
  next: { due: string; occurrence: string; anchor: string; rule: string },
): void {
  const days = daysBetween(task.occurrence, next.occurrence);
  const { start, deadline } = task;
  const below = withoutOwnRule(tree, task.uid);
  tree.set(task.uid, { ...next, start: shifted(start, days), deadline: shifted(deadline, days) });
  for (const child of below) {
    tree.set(child.uid, {
      completed: false,
      due: shifted(child.due, days),
      start: shifted(child.start, days),
      deadline: shifted(child.deadline, days),
    });
  }
  tree.checkChildren(below.filter(({ completed }) => completed));
}

const shifted = (date: string | null, days: number) => date && shiftDays(date, days);

const withoutOwnRule = <Id extends number | null>(tree: TaskTree<Id>, uid: string): TaskOf<Id>[] =>
  tree
    .children(uid)
    .filter(({ rule }) => rule === null)
    .flatMap((child) => [child, ...withoutOwnRule(tree, child.uid)]);

function doneCopy<Id extends number | null>(
  tree: TaskTree<Id>,
  task: Recurring<Id>,
  { now, at }: { now: string; at: string },
): NewTask {
  const { id: _id, due, start, deadline, occurrence, ...others } = task;
  const dates = { due, start, deadline, occurrence };
  return {
    ...others,
    ...noSchedule,
    ...dates,
    uid: freeUid(tree, task.uid, occurrence),
    parentUid: null,
    seriesUid: task.uid,
    completed: true,
    completedAt: at,
    createdAt: now,
    updatedAt: now,
  };
}

function freeUid<Id extends number | null>(
  tree: TaskTree<Id>,
  uid: string,
  occurrence: string,
): string {
  for (let number = 1; ; number += 1) {
    const free = doneUid(uid, occurrence, number);
    if (!tree.task(free)) return free;
  }
}

/**
 * The uid of the copy of a round: two devices that complete the same one make the same copy.
 *
 * @param number from 2 on where other tasks have the uids before it.
 */
export function doneUid(uid: string, occurrence: string, number = 1): string {
  const suffix = `@${occurrence}${number === 1 ? '' : `~${number}`}`;
  const isShort = uid.length + suffix.length <= taskLimits.uid;
  return `${isShort ? uid : `${uid.slice(0, 120)}~${hashOf(uid)}`}${suffix}`;
}

/** FNV-1a of 64 bits, in hexadecimal. */
function hashOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
