// The rows that the rules of trees read (@tydo/rules/task-tree): loaded before the rules run. The caller holds
// the owner's lock.
import type { TaskPlace } from '@tydo/rules/task';
import { type TaskRows, TaskTree } from '@tydo/rules/task-tree';
import { operationLimits } from '@tydo/schemas/operation';
import type { SectionRead } from '@tydo/schemas/section';
import type { TaskRead } from '@tydo/schemas/task';
import { chunks } from '../chunks.ts';
import { notFound, OperationTooLarge } from '../errors.ts';
import { createEntity } from '../noun.ts';
import { rowsByIds } from '../noun-statements.ts';
import type { WriteScope } from '../scope.ts';
import { sectionNoun } from '../section/section.entity.ts';
import { childrenOf, descendantsOf } from './descendants.ts';
import { idsByUid, resolveIds, type TaskName } from './resolve-ids.ts';
import { type Task, taskNoun } from './task.entity.ts';

/** A task; one that is created in this write has no id before the flush. */
export type TaskRow = Omit<TaskRead, 'id'> & { id: number | null };

/** A tree of the server's rows. */
export type ServerTree = TaskTree<number | null>;

/** The rows of one write, and the tree of what becomes of them. */
export interface Sources {
  rows: TaskTreeRows;
  tree: ServerTree;
}

export function treeOf(scope: WriteScope): Sources {
  const rows = new TaskTreeRows(scope);
  return { rows, tree: new TaskTree<number | null>(rows, { now: scope.now, at: scope.at }) };
}

export class TaskTreeRows implements TaskRows<number | null> {
  readonly #scope: WriteScope;
  readonly #entities = new Map<number, Task>();
  readonly #byUid = new Map<string, TaskRow>();
  readonly #children = new Map<string, Set<string>>();
  /** The parents all of whose children are here. */
  readonly #withChildren = new Set<string>();
  readonly #sections = new Map<string, SectionRead>();

  constructor(scope: WriteScope) {
    this.#scope = scope;
  }

  task(uid: string): TaskRow | undefined {
    return this.#byUid.get(uid);
  }

  children(uid: string): TaskRow[] {
    return [...(this.#children.get(uid) ?? [])].flatMap((child) => this.#byUid.get(child) ?? []);
  }

  section(id: string): SectionRead | undefined {
    return this.#sections.get(id);
  }

  /** Loads and locks tasks. @returns those that exist, in the order of the ids. */
  async load(ids: readonly number[]): Promise<Task[]> {
    const missing = [...new Set(ids)].filter((id) => !this.#entities.has(id));
    for (const some of chunks(missing)) {
      for (const entity of await this.#scope.load(taskNoun, some)) {
        this.#entities.set(entity.id, entity);
        this.#add(entity.read(), true);
      }
    }
    return ids.flatMap((id) => this.#entities.get(id) ?? []);
  }

  /**
   * Loads the tasks with these names. One that is named by both of its names comes twice.
   *
   * @throws Refusal NOT_FOUND if one of them does not exist.
   */
  async loadNamed(names: readonly TaskName[]): Promise<Task[]> {
    const ids = await resolveIds(this.#scope.query, names);
    const tasks = await this.load(ids);
    if (tasks.length < ids.length) throw notFound('task');
    return tasks;
  }

  async loadUids(uids: readonly string[]): Promise<void> {
    const missing = [...new Set(uids)].filter((uid) => !this.#isLoaded(uid));
    for (const some of chunks(missing)) {
      await this.load([...(await idsByUid(this.#scope.query, some)).values()]);
    }
  }

  /**
   * Loads all that is under these tasks.
   *
   * @param changed which of them change with the tasks, where that is known.
   * @throws Refusal BAD_REQUEST, before they are loaded, if one operation cannot hold the changes.
   */
  async loadDescendants(uids: readonly string[], changed?: 'all' | 'open'): Promise<void> {
    const found = await descendantsOf(this.#scope.query, uids);
    const isChanged = ({ completed }: { completed: boolean }) =>
      changed === 'all' || (changed === 'open' && !completed);
    const count = uids.length + found.filter(isChanged).length;
    if (count > operationLimits.rows) throw new OperationTooLarge();
    await this.load(found.map(({ id }) => id));
    for (const uid of [...uids, ...found.map((task) => task.uid)]) this.#withChildren.add(uid);
  }

  /** Loads the parents of these places, and all above them. */
  async loadAncestors(places: readonly Pick<TaskPlace, 'parentUid'>[]): Promise<void> {
    let parents = places.flatMap(({ parentUid }) => parentUid ?? []);
    for (const seen = new Set<string>(); parents.length > 0; ) {
      await this.loadUids(parents);
      for (const uid of parents) seen.add(uid);
      const above = parents.flatMap((uid) => this.task(uid)?.parentUid ?? []);
      parents = above.filter((uid) => !seen.has(uid));
    }
  }

  /** Reads the children of these parents, without locks: the rules only count and order them. */
  async readChildren(parents: readonly string[]): Promise<void> {
    const missing = [...new Set(parents)].filter((uid) => !this.#withChildren.has(uid));
    for (const uid of missing) this.#withChildren.add(uid);
    const { query } = this.#scope;
    const found = await childrenOf(query, missing);
    const unread = found.filter(({ id }) => !this.#entities.has(id)).map(({ id }) => id);
    for (const row of (await rowsByIds(query, taskNoun, unread)).values()) this.#add(row, false);
  }

  /**
   * Reads what the rules count where an open task comes to a place whose ancestors are loaded: the children of
   * its parent, and of those above that are opened with it.
   */
  async readSiblingsOfOpened(places: readonly Pick<TaskPlace, 'parentUid'>[]): Promise<void> {
    const parents = new Set<string>();
    for (const { parentUid } of places) {
      let uid = parentUid;
      while (uid !== null && !parents.has(uid)) {
        parents.add(uid);
        const parent = this.task(uid);
        uid = parent?.completed ? parent.parentUid : null;
      }
    }
    await this.readChildren([...parents]);
  }

  async loadSection(id: string | null | undefined): Promise<void> {
    if (id == null || this.#sections.has(id)) return;
    const [section] = await this.#scope.load(sectionNoun, [id]);
    if (section) this.#sections.set(id, section.read());
  }

  /**
   * Writes what changed in the tree, in one flush.
   *
   * @returns the entity of each task of the tree that is loaded or was created, by uid.
   */
  async write({
    changed,
  }: Pick<ServerTree, 'changed'>): Promise<(uid: string) => Task | undefined> {
    const { em, personId } = this.#scope;
    await this.loadUids(changed.flatMap(({ uid, id }) => (id === null ? [] : uid)));
    const created = new Map<string, Task>();
    for (const { id, ...row } of changed) {
      if (id === null) created.set(row.uid, createEntity(em, taskNoun, personId, row));
      else this.#entities.get(id)?.write({ ...row, id });
    }
    await em.flush();
    return (uid) => created.get(uid) ?? this.#entities.get(this.task(uid)?.id ?? 0);
  }

  #isLoaded(uid: string): boolean {
    return this.#entities.has(this.task(uid)?.id ?? 0);
  }

  #add(row: TaskRead, isLocked: boolean): void {
    if (this.#byUid.has(row.uid) && !isLocked) return;
    this.#byUid.set(row.uid, row);
    if (row.parentUid === null) return;
    const siblings = this.#children.get(row.parentUid) ?? new Set<string>();
    this.#children.set(row.parentUid, siblings.add(row.uid));
  }
}
