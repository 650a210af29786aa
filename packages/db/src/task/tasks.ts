// `unit.tasks`: one person's tasks. Each verb parses its input, then runs in a read or write scope.

import { operationLimits } from '@tydo/schemas/operation';
import { pageLimits } from '@tydo/schemas/paging';
import { recordOf } from '@tydo/schemas/record';
import {
  TaskClear,
  TaskComplete,
  type TaskCompleted,
  type TaskCounts,
  TaskCreate,
  TaskCreateMany,
  TaskDelete,
  type TaskDeleted,
  TaskDeleteMany,
  type TaskItems,
  TaskListInput,
  TaskMove,
  type TaskPage,
  type TaskRead,
  TaskRef,
  type TaskRefs,
  TaskSkip,
  type TasksCleared,
  TaskUpdate,
  TaskUpdateMany,
  TaskViewInput,
  type TaskViewPage,
} from '@tydo/schemas/task';
import { parseInput } from '../parse-input.ts';
import type { ScopeProvider, WithOperationId } from '../scope.ts';
import { createRunWrite, type RunWrite } from '../write-result.ts';
import { clearCompleted, deleteTask, deleteTasks } from './deletes.ts';
import { largeTaskBytes } from './leave-holder.ts';
import { countTasks, getTask, listTasks } from './reads.ts';
import { completeTask, skipTask } from './rounds.ts';
import { viewTasks } from './view.ts';
import { createTask, createTasks, moveTasks, updateTask, updateTasks } from './writes.ts';

/** Receipts of older versions have no `left`: they deleted all. */
type Cleared = Pick<TasksCleared, 'deleted'> & Partial<TasksCleared>;

/** Which tasks `all` gives. */
export type TaskFilter = Pick<NonNullable<TaskListInput>, 'completed' | 'search'>;

/**
 * Inputs are parsed with the schemas of `@tydo/schemas/task`, as at the API. All methods throw Refusal:
 * BAD_REQUEST with the problems by field; NOT_FOUND for a task that this person does not have;
 * SERVICE_UNAVAILABLE when the database is away. A write does all of its work or nothing.
 */
export class Tasks {
  readonly #read: ScopeProvider['read'];
  readonly #run: RunWrite;

  constructor(scopes: ScopeProvider) {
    this.#read = scopes.read;
    this.#run = createRunWrite(scopes);
  }

  /** A page, newest first. @throws Refusal BAD_REQUEST for a cursor of another list. */
  async list(input?: TaskListInput): Promise<TaskPage> {
    const filter = parseInput(TaskListInput, input) ?? {};
    return this.#read((scope) => listTasks(scope, filter));
  }

  /**
   * All tasks of a filter, newest first, read in pages of 100:
   * `for await (const task of unit.tasks.all({ completed: false })) …`. Tasks that are created meanwhile are
   * not included. Each page is a call with its own time-out.
   */
  async *all(filter: TaskFilter = {}): AsyncGenerator<TaskRead, void> {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await this.list({ ...filter, cursor, limit: pageLimits.page });
      yield* page.items;
      cursor = page.nextCursor;
    }
  }

  async get(input: TaskRef): Promise<TaskRead> {
    const { id } = parseInput(TaskRef, { id: recordOf(input)['id'] });
    return this.#read((scope) => getTask(scope, id));
  }

  /**
   * A page of a view, in its order.
   *
   * @throws Refusal NOT_FOUND for a list, task, label or filter that this person does not have; BAD_REQUEST
   * for a query that does not parse, and a cursor of another view.
   */
  async view(input: TaskViewInput): Promise<TaskViewPage> {
    const wanted = parseInput(TaskViewInput, input);
    return this.#read((scope) => viewTasks(scope, wanted));
  }

  counts(): Promise<TaskCounts> {
    return this.#read(countTasks);
  }

  async create(input: TaskCreate): Promise<TaskRead> {
    return this.#run('task.create', parseInput(TaskCreate, input), createTask);
  }

  /** Creates 1 to 100 tasks, returned in the given order. */
  async createMany(input: TaskCreateMany): Promise<TaskItems> {
    return this.#run('task.createMany', parseInput(TaskCreateMany, input), createTasks);
  }

  /**
   * Completing a task completes those under it; opening one opens those above it.
   *
   * @throws Refusal CONFLICT with the current task if its `updatedAt` is not `ifUpdatedAt`.
   */
  async update(input: TaskUpdate): Promise<TaskRead> {
    return this.#run('task.update', parseInput(TaskUpdate, input), updateTask);
  }

  /** Updates 1 to 1,000 tasks, returned in the given order. */
  async updateMany(input: TaskUpdateMany): Promise<TaskItems> {
    const wanted = parseInput(TaskUpdateMany, input);
    return this.#run('task.updateMany', wanted, updateTasks, {
      atMost: wanted.ids.length * largeTaskBytes,
      of: 'answer',
    });
  }

  /**
   * Moves 1 to 1,000 tasks with all that is under them; returned in the given order.
   *
   * @throws Refusal BAD_REQUEST for a section or parent of another list, a cycle, and a sixth level.
   */
  async move(input: TaskMove): Promise<TaskItems> {
    const wanted = parseInput(TaskMove, input);
    return this.#run('task.move', wanted, moveTasks, {
      atMost: wanted.ids.length * largeTaskBytes,
      of: 'answer',
    });
  }

  /**
   * Completes a task, of a recurring one the round that the caller sees: it moves on to the next round, and
   * `done` is a copy of this one.
   *
   * @throws Refusal CONFLICT with the current task for a round that is yet to come.
   */
  async complete(input: TaskComplete): Promise<TaskCompleted> {
    return this.#run('task.complete', parseInput(TaskComplete, input), completeTask);
  }

  /** Moves a recurring task on to its next round. @throws Refusal BAD_REQUEST for the last one. */
  async skip(input: TaskSkip): Promise<TaskRead> {
    return this.#run('task.skip', parseInput(TaskSkip, input), skipTask);
  }

  /** Also takes a whole task: other fields than its id are ignored. */
  async delete(input: TaskDelete): Promise<TaskDeleted> {
    const { id, operationId } = recordOf(input);
    return this.#run('task.delete', parseInput(TaskDelete, { id, operationId }), deleteTask);
  }

  /** Deletes 1 to 1,000 tasks. */
  async deleteMany(input: TaskDeleteMany): Promise<TaskRefs> {
    const wanted = parseInput(TaskDeleteMany, input);
    return this.#run('task.deleteMany', wanted, deleteTasks, {
      atMost: wanted.ids.length * largeTaskBytes,
      of: 'changes',
    });
  }

  /**
   * Deletes completed tasks, those completed first, as many as fit into one operation; `left` is the rest.
   * A task goes with all that is under it; if these are too many for any operation, they are left.
   *
   * @throws Refusal NOT_FOUND for a list that this person does not have.
   */
  async clearCompleted(input?: TaskClear): Promise<TasksCleared> {
    const wanted = parseInput(TaskClear, input) ?? {};
    const { deleted, left = 0 } = await this.#run<
      WithOperationId & Pick<NonNullable<TaskClear>, 'listId'>,
      Cleared
    >('task.clearCompleted', wanted, clearCompleted, {
      atMost: operationLimits.bytes,
      of: 'changes',
    });
    return { deleted, left };
  }
}
