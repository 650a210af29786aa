// Which task is a part of which. What a tree here cannot have hangs one level higher (FACES §6).
import { taskLimits } from '@tydo/schemas/task';
import type { Notes } from './notes.ts';

/** A task on its way into the plan. */
export interface Branch {
  row: number;
  id: string | undefined;
  parentId: string | undefined;
  completed: boolean;
  completedAt: string | undefined;
  listId: string | undefined;
  /** As the file says it; a part without one is in its parent's. */
  sectionId: string | undefined;
  /** Where it really is. */
  effectiveSectionId: string | undefined;
  parent: Branch | undefined;
  level: number;
}

/**
 * Finds the parents, and makes the tree one that can be stored. Returns the tasks level by level, each level in
 * the order of the file: so parents come before children, and siblings keep their order.
 */
export function growTree<T extends Branch>(tasks: readonly T[], notes: Notes): T[] {
  findParents(tasks, notes);
  cutCycles(tasks, notes);
  const byLevel = inLevels(tasks, notes);
  openAncestors(byLevel, notes);
  makeRoom(byLevel, notes);
  for (const task of inLevels(byLevel, notes)) {
    if (task.parent) joinParent(task, task.parent, notes);
    task.effectiveSectionId = task.sectionId ?? task.parent?.effectiveSectionId;
  }
  return inLevels(tasks, notes);
}

function findParents(tasks: readonly Branch[], notes: Notes): void {
  const byId = new Map<string, Branch | undefined>();
  // An id that comes twice names nothing.
  for (const task of tasks)
    if (task.id !== undefined) byId.set(task.id, byId.has(task.id) ? undefined : task);
  for (const task of tasks) {
    if (task.parentId === undefined) continue;
    task.parent = byId.get(task.parentId);
    if (!task.parent) notes.changed(task.row, 'Its parent is not in the file.', 'parent');
  }
}

/** Of a cycle, the task that comes first in the file gets to the top. */
function cutCycles(tasks: readonly Branch[], notes: Notes): void {
  const place = new Map(tasks.map((task, index) => [task, index]));
  const seenIn = new Map<Branch, Branch>();
  for (const start of tasks) {
    let task: Branch | undefined = start;
    for (; task && !seenIn.has(task); task = task.parent) seenIn.set(task, start);
    if (!task || seenIn.get(task) !== start) continue;
    let top = task;
    for (let other = task.parent; other && other !== task; other = other.parent)
      if ((place.get(other) ?? 0) < (place.get(top) ?? 0)) top = other;
    top.parent = undefined;
    notes.changed(top.row, 'It was a part of itself.', 'parent');
  }
}

/** Sets the levels, and sorts by them. */
function inLevels<T extends Branch>(tasks: readonly T[], notes: Notes): T[] {
  const children = new Map<Branch | undefined, T[]>();
  for (const task of tasks) {
    const siblings = children.get(task.parent);
    if (siblings) siblings.push(task);
    else children.set(task.parent, [task]);
  }
  const levels: T[][] = [];
  const below: T[] = children.get(undefined) ?? [];
  for (let level: T[] = below; level.length > 0; ) {
    for (const task of level) {
      if (task.parent && task.parent.level >= taskLimits.levels) {
        task.parent = task.parent.parent;
        notes.changed(task.row, `It was on more than ${taskLimits.levels} levels.`, 'parent');
      }
      task.level = (task.parent?.level ?? 0) + 1;
      (levels[task.level] ??= []).push(task);
    }
    level = level.flatMap((task) => children.get(task) ?? []);
  }
  const place = new Map(tasks.map((task, index) => [task, index]));
  const inFile = (one: T, other: T) => (place.get(one) ?? 0) - (place.get(other) ?? 0);
  return levels.flatMap((level) => level.toSorted(inFile));
}

function openAncestors(tasks: readonly Branch[], notes: Notes): void {
  for (const task of tasks) {
    if (task.completed) continue;
    for (let above = task.parent; above?.completed; above = above.parent) {
      above.completed = false;
      above.completedAt = undefined;
      notes.changed(above.row, 'It is open again: a task under it is open.', 'completed');
    }
  }
}

/** A task has a limited number of open children; the others go to the parent of their parent. */
function makeRoom(tasks: readonly Branch[], notes: Notes): void {
  const counts = new Map<Branch, number>();
  for (const task of tasks) {
    if (task.completed) continue;
    const before = task.parent;
    while (task.parent && (counts.get(task.parent) ?? 0) >= taskLimits.children)
      task.parent = task.parent.parent;
    if (task.parent !== before)
      notes.changed(task.row, `Its parent has ${taskLimits.children} open parts.`, 'parent');
    if (task.parent) counts.set(task.parent, (counts.get(task.parent) ?? 0) + 1);
  }
}

/** A part is where its parent is. Without a section of its own it says none, and gets the parent's. */
function joinParent(task: Branch, parent: Branch, notes: Notes): void {
  const saysOther =
    task.listId !== parent.listId ||
    (task.sectionId !== undefined && task.sectionId !== parent.effectiveSectionId);
  if (saysOther) {
    notes.changed(task.row, 'It was in another list or section than its parent.', 'list');
    task.sectionId = parent.effectiveSectionId;
  }
  task.listId = parent.listId;
}
