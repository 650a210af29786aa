// One person's tasks: `unit.tasks`. Each verb reads its input, then does its work in a scope of its own.

import { operationLimits } from '@tydo/schemas/operation';
import { recordOf } from '@tydo/schemas/record';
import {
  TaskClear,
  type TaskCounts,
  TaskCreate,
  TaskCreateMany,
  TaskDelete,
  type TaskDeleted,
  TaskDeleteMany,
  type TaskItems,
  TaskListInput,
  type TaskPage,
  type TaskRead,
  TaskRef,
  type TaskRefs,
  type TasksCleared,
  TaskUpdate,
  TaskUpdateMany,
  taskLimits,
} from '@tydo/schemas/task';
import { parseInput } from '../parse-input.ts';
import type { ScopeProvider, WithOperationId, Work, WriteOptions } from '../scope.ts';
import { countTasks, getTask, listTasks } from './reads.ts';
import {
  clearCompleted,
  createTask,
  createTasks,
  deleteTask,
  deleteTasks,
  updateTask,
  updateTasks,
} from './writes.ts';

/** The receipt of an older version has no `left`: that version deleted all. */
type Cleared = Pick<TasksCleared, 'deleted'> & Partial<TasksCleared>;

/** Which tasks `all` gives. */
export type TaskFilter = Pick<NonNullable<TaskListInput>, 'completed' | 'search'>;

/** How large the JSON of a task with long texts is, in bytes. */
const largeTask = 4_096;

/**
 * Inputs are read by the schemas in `@tydo/schemas/task`, as at the API. Every method throws Refusal:
 * BAD_REQUEST with what is wrong with the input, by field; NOT_FOUND for a task that this person does
 * not have; SERVICE_UNAVAILABLE when the database is away. What writes does all of it or nothing.
 */
export class Tasks {
  readonly #read: ScopeProvider['read'];
  readonly #write: ScopeProvider['write'];

  constructor({ read, write }: ScopeProvider) {
    this.#read = read;
    this.#write = write;
  }

  /** A page, newest first. @throws Refusal BAD_REQUEST for a cursor of another list. */
  async list(input?: TaskListInput): Promise<TaskPage> {
    const filter = parseInput(TaskListInput, input) ?? {};
    return this.#read((scope) => listTasks(scope, filter));
  }

  /**
   * All tasks of a filter, newest first, read in pages of 100:
   * `for await (const task of unit.tasks.all({ completed: false })) …`. What is created meanwhile is not
   * among them; each page is a call with a time limit of its own.
   */
  async *all(filter: TaskFilter = {}): AsyncGenerator<TaskRead, void> {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await this.list({ ...filter, cursor, limit: taskLimits.page });
      yield* page.items;
      cursor = page.nextCursor;
    }
  }

  async get(input: TaskRef): Promise<TaskRead> {
    const { id } = parseInput(TaskRef, { id: recordOf(input)['id'] });
    return this.#read((scope) => getTask(scope, id));
  }

  counts(): Promise<TaskCounts> {
    return this.#read(countTasks);
  }

  async create(input: TaskCreate): Promise<TaskRead> {
    return this.#do('task.create', parseInput(TaskCreate, input), createTask);
  }

  /** 1 to 100 new tasks, answered in the order given. */
  async createMany(input: TaskCreateMany): Promise<TaskItems> {
    return this.#do('task.createMany', parseInput(TaskCreateMany, input), createTasks);
  }

  /** @throws Refusal CONFLICT, with the task as it is, when `ifUpdatedAt` is not what it has. */
  async update(input: TaskUpdate): Promise<TaskRead> {
    return this.#do('task.update', parseInput(TaskUpdate, input), updateTask);
  }

  /** 1 to 1,000 tasks, answered in the order given. */
  async updateMany(input: TaskUpdateMany): Promise<TaskItems> {
    const wanted = parseInput(TaskUpdateMany, input);
    return this.#do('task.updateMany', wanted, updateTasks, {
      atMost: wanted.ids.length * largeTask,
      of: 'answer',
    });
  }

  /** A whole task names itself, too. */
  async delete(input: TaskDelete): Promise<TaskDeleted> {
    const { id, operationId } = recordOf(input);
    return this.#do('task.delete', parseInput(TaskDelete, { id, operationId }), deleteTask);
  }

  /** 1 to 1,000 tasks. */
  async deleteMany(input: TaskDeleteMany): Promise<TaskRefs> {
    const wanted = parseInput(TaskDeleteMany, input);
    return this.#do('task.deleteMany', wanted, deleteTasks, {
      atMost: wanted.ids.length * largeTask,
      of: 'changes',
    });
  }

  /** Those done longest, as many as one operation holds; `left` says how many are still there. */
  async clearCompleted(input?: TaskClear): Promise<TasksCleared> {
    const wanted = parseInput(TaskClear, input) ?? {};
    const { deleted, left = 0 } = await this.#do<WithOperationId, Cleared>(
      'task.clearCompleted',
      wanted,
      clearCompleted,
      { atMost: operationLimits.bytes, of: 'changes' },
    );
    return { deleted, left };
  }

  async #do<Input extends WithOperationId, Result>(
    kind: string,
    input: Input,
    work: Work<Input, Result>,
    size?: WriteOptions['size'],
  ): Promise<Result> {
    return (await this.#write(kind, input, work, size ? { size } : {})).result;
  }
}
