// Rules about several tasks: what completing, opening, moving and deleting one does to those above and below
// it: DOMAIN §7 and §11. The server loads the rows first; a device reads its replica.
import type { SectionRead } from '@tydo/schemas/section';
import { taskLimits } from '@tydo/schemas/task';
import {
  type ChangeTime,
  changeTask,
  type TaskFields,
  type TaskOf,
  type TaskPlace,
} from './task.ts';
import { MissingRow, RuleViolation } from './violation.ts';

/** The rows of one owner that the rules read, by uid. */
export interface TaskRows<Id extends number | null> {
  task(uid: string): TaskOf<Id> | undefined;
  /** Its direct children, open and completed, in any order. */
  children(uid: string): readonly TaskOf<Id>[];
  section(id: string): Pick<SectionRead, 'listId'> | undefined;
}

/** Where an input puts tasks; `before` and `after` are uids. */
export type PlaceInput = {
  [Field in keyof TaskPlace | 'before' | 'after']?:
    | (Field extends keyof TaskPlace ? TaskPlace[Field] : string)
    | undefined;
};

const placeOf = ({ listId, sectionId, parentUid }: TaskPlace): TaskPlace => ({
  listId,
  sectionId,
  parentUid,
});

export const isSamePlace = (one: TaskPlace, other: TaskPlace): boolean =>
  one.listId === other.listId &&
  one.sectionId === other.sectionId &&
  one.parentUid === other.parentUid;

/** Tasks with the changes of one command; the command writes what `changed` returns. */
export class TaskTree<Id extends number | null> {
  readonly #rows: TaskRows<Id>;
  readonly #time: ChangeTime;
  readonly #changed = new Map<string, TaskOf<Id>>();
  /** The changed tasks by their parent. */
  readonly #changedChildren = new Map<string | null, Map<string, TaskOf<Id>>>();

  constructor(rows: TaskRows<Id>, time: ChangeTime) {
    this.#rows = rows;
    this.#time = time;
  }

  /** The tasks that are new or differ from what they were. */
  get changed(): TaskOf<Id>[] {
    return [...this.#changed.values()];
  }

  task(uid: string): TaskOf<Id> | undefined {
    return this.#changed.get(uid) ?? this.#rows.task(uid);
  }

  /** @throws MissingRow */
  required(uid: string): TaskOf<Id> {
    const task = this.task(uid);
    if (!task) throw new MissingRow('task');
    return task;
  }

  children(uid: string): TaskOf<Id>[] {
    const before = this.#rows.children(uid).filter((child) => !this.#changed.has(child.uid));
    return [...before, ...(this.#changedChildren.get(uid)?.values() ?? [])];
  }

  /** The tasks under it, at all levels, each after its parent. */
  descendants(uid: string): TaskOf<Id>[] {
    const found = new Map<string, TaskOf<Id>>();
    const add = (parent: string) => {
      for (const child of this.children(parent)) {
        if (found.has(child.uid)) continue;
        found.set(child.uid, child);
        add(child.uid);
      }
    };
    add(uid);
    return [...found.values()];
  }

  /** The tasks above it, from its parent on. */
  ancestors({ parentUid }: Pick<TaskPlace, 'parentUid'>): TaskOf<Id>[] {
    const found = new Map<string, TaskOf<Id>>();
    for (let uid = parentUid; uid !== null; ) {
      const parent = found.has(uid) ? undefined : this.task(uid);
      if (!parent) break;
      found.set(uid, parent);
      uid = parent.parentUid;
    }
    return [...found.values()];
  }

  add(task: TaskOf<Id>): void {
    const { uid, parentUid } = task;
    const before = this.#changed.get(uid);
    if (before) this.#changedChildren.get(before.parentUid)?.delete(uid);
    this.#changed.set(uid, task);
    const siblings = this.#changedChildren.get(parentUid) ?? new Map<string, TaskOf<Id>>();
    this.#changedChildren.set(parentUid, siblings.set(uid, task));
  }

  /**
   * Changes fields of a task. Completing it completes the open tasks under it; opening it opens those above
   * it: an open task has no completed ancestor.
   *
   * @throws MissingRow; RuleViolation where the parent of one that is opened gets too many open children.
   */
  change(uid: string, changes: TaskFields<Id>): void {
    const task = this.required(uid);
    const after = changeTask(task, changes, this.#time);
    if (after === task) return;
    this.add(after);
    if (after.completed === task.completed) return;
    if (after.completed) {
      for (const below of this.descendants(uid)) this.#set(below, { completed: true });
    } else {
      this.checkChildren([after]);
      this.#open(this.ancestors(after));
    }
  }

  /**
   * Puts tasks, with all that is under them, where an input says. What it does not say stays; in another
   * list or section they have no parent. A task whose ancestor is among them goes along with it, unless the
   * input names a parent or a neighbour. Ranks are the caller's.
   *
   * @returns the tasks that have to get a rank, in order.
   * @throws MissingRow; RuleViolation for a section or parent of another list, a cycle, a sixth level, or too
   * many open children.
   */
  move(uids: readonly string[], input: PlaceInput): string[] {
    const tasks = uids.map((uid) => this.required(uid));
    const named = new Set(uids);
    const isBeside = input.before !== undefined || input.after !== undefined;
    const goesAlong = (task: TaskOf<Id>) => this.ancestors(task).some(({ uid }) => named.has(uid));
    const keepsTree = input.parentUid === undefined && !isBeside;
    const placed = keepsTree ? tasks.filter((task) => !goesAlong(task)) : tasks;
    const targets = placed.map((task) => ({ task, place: this.resolvePlace(task, input) }));
    const field =
      input.parentUid == null ? (input.before === undefined ? 'after' : 'before') : 'parentUid';
    for (const { task, place } of targets) this.#place(task, place, field);
    for (const { task, place } of targets) this.#checkLevels(task.uid, place, field);
    const arrived = targets.filter(
      ({ task, place }) => !task.completed && place.parentUid !== task.parentUid,
    );
    this.checkChildren(arrived.map(({ place }) => place));
    return placed.map(({ uid }) => uid);
  }

  /** Adds a new task where an input says. @throws as `move`. */
  create(task: TaskOf<Id>, input: PlaceInput): void {
    const inbox = { listId: null, sectionId: null, parentUid: null };
    const place = this.resolvePlace(inbox, input);
    const placed = { ...task, ...place };
    this.add(placed);
    this.#checkLevels(task.uid, place, 'parentUid');
    if (task.completed) return;
    this.checkChildren([placed]);
    this.#open(this.ancestors(place));
  }

  setRank(uid: string, rank: string): void {
    this.set(uid, { rank });
  }

  /** Changes fields of one task and of no other. */
  set(uid: string, changes: TaskFields<Id>): void {
    this.#set(this.required(uid), changes);
  }

  /**
   * @param places that open tasks came to, or tasks that were opened.
   * @throws RuleViolation where a parent has too many open children.
   */
  checkChildren(places: readonly Pick<TaskPlace, 'parentUid'>[]): void {
    for (const parent of new Set(places.flatMap(({ parentUid }) => parentUid ?? []))) {
      const open = this.children(parent).filter(({ completed }) => !completed).length;
      if (open > taskLimits.children)
        throw new RuleViolation(`A task has at most ${taskLimits.children} open subtasks.`);
    }
  }

  /** @throws MissingRow; RuleViolation */
  resolvePlace(current: TaskPlace, { before, after, ...input }: PlaceInput): TaskPlace {
    const { listId, sectionId, parentUid } = input;
    const isBeside = [listId, sectionId, parentUid].every((sent) => sent === undefined);
    if (isBeside) return placeOf(this.task(before ?? after ?? '') ?? current);
    if (parentUid != null) {
      const parent = this.required(parentUid);
      if (listId !== undefined && listId !== parent.listId)
        throw new RuleViolation('The parent is in another list.', 'parentUid');
      if (sectionId !== undefined && sectionId !== parent.sectionId)
        throw new RuleViolation('The parent is in another section.', 'parentUid');
      return { listId: parent.listId, sectionId: parent.sectionId, parentUid };
    }
    const section = sectionId == null ? undefined : this.#section(sectionId);
    const list = listId === undefined ? (section?.listId ?? current.listId) : listId;
    if (section && section.listId !== list)
      throw new RuleViolation('The section belongs to another list.', 'sectionId');
    const isOther = list !== current.listId;
    const newSection = sectionId === undefined ? (isOther ? null : current.sectionId) : sectionId;
    const staysInPlace = !isOther && newSection === current.sectionId;
    const keepsParent = parentUid === undefined && staysInPlace;
    const parent = keepsParent ? current.parentUid : null;
    return { listId: list, sectionId: newSection, parentUid: parent };
  }

  #section(id: string): Pick<SectionRead, 'listId'> {
    const section = this.#rows.section(id);
    if (!section) throw new MissingRow('section');
    return section;
  }

  #set(task: TaskOf<Id>, changes: TaskFields<Id>): void {
    const after = changeTask(task, changes, this.#time);
    if (after !== task) this.add(after);
  }

  /** Opens those that are completed. */
  #open(tasks: readonly TaskOf<Id>[]): void {
    const completed = tasks.filter((task) => task.completed);
    for (const task of completed) this.#set(task, { completed: false });
    this.checkChildren(completed);
  }

  #place({ uid }: TaskOf<Id>, place: TaskPlace, field: string): void {
    const below = this.descendants(uid);
    const isCycle = place.parentUid === uid || below.some((task) => task.uid === place.parentUid);
    if (isCycle) throw new RuleViolation('A task cannot be a part of itself.', field);
    const task = this.required(uid);
    this.#set(task, place);
    const { listId, sectionId } = place;
    for (const child of below) this.#set(child, { listId, sectionId });
    if (!task.completed) this.#open(this.ancestors(place));
  }

  #checkLevels(uid: string, { parentUid }: TaskPlace, field: string): void {
    if (parentUid === null) return;
    const above = this.ancestors({ parentUid }).length;
    const isTooDeep = above + this.#height(uid) > taskLimits.levels;
    if (isTooDeep) throw new RuleViolation(`Use at most ${taskLimits.levels} levels.`, field);
  }

  /** Levels from the task to the lowest under it. */
  #height(uid: string): number {
    return 1 + Math.max(0, ...this.children(uid).map((child) => this.#height(child.uid)));
  }
}

/**
 * Whether a task may be where it is: its section is one of its list; its parent is there, in the same list and
 * section, and open if the task is; it is not part of itself, and at most on the fifth level. An undo must not
 * break this.
 */
export function isInPlace<Id extends number | null>(
  rows: Pick<TaskRows<Id>, 'task' | 'section'>,
  task: TaskOf<Id>,
): boolean {
  const { listId, sectionId } = task;
  if (sectionId !== null && rows.section(sectionId)?.listId !== listId) return false;
  if (task.parentUid === null) return true;
  const parent = rows.task(task.parentUid);
  const isBesideParent =
    parent && parent.listId === task.listId && parent.sectionId === task.sectionId;
  if (!isBesideParent || (parent.completed && !task.completed)) return false;
  let level = 1;
  for (let above: TaskOf<Id> | undefined = task; above?.parentUid != null; level += 1) {
    if (level > taskLimits.levels) return false;
    above = rows.task(above.parentUid);
  }
  return level <= taskLimits.levels;
}
