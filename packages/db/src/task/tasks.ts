// One person's tasks: `unit.tasks`. Each verb reads its input, then does its work in a scope of its own.
import {
  type TaskCounts,
  TaskCreate,
  TaskCreateMany,
  type TaskItems,
  TaskListInput,
  type TaskPage,
  type TaskRead,
  TaskRef,
  TaskRefs,
  type TasksCleared,
  TaskUpdate,
  TaskUpdateMany,
} from '@tydo/schemas/task';
import { checked } from '../checked.ts';
import type { Scopes } from '../unit-of-work.ts';
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

/**
 * Inputs are read by the schemas in `@tydo/schemas/task`, as at the API. Every method throws Refusal:
 * BAD_REQUEST with what is wrong with the input, by field; NOT_FOUND for a task that this person does
 * not have; SERVICE_UNAVAILABLE when the database is away. What writes does all of it or nothing.
 */
export class Tasks {
  readonly #read: Scopes['read'];
  readonly #write: Scopes['write'];

  constructor({ read, write }: Scopes) {
    this.#read = read;
    this.#write = write;
  }

  /** A page, newest first. @throws Refusal BAD_REQUEST for a cursor of another list. */
  async list(input?: TaskListInput): Promise<TaskPage> {
    const filter = checked(TaskListInput, input) ?? {};
    return this.#read((scope) => listTasks(scope, filter));
  }

  async get(input: TaskRef): Promise<TaskRead> {
    const { id } = refIn(input);
    return this.#read((scope) => getTask(scope, id));
  }

  counts(): Promise<TaskCounts> {
    return this.#read(countTasks);
  }

  async create(input: TaskCreate): Promise<TaskRead> {
    const task = checked(TaskCreate, input);
    return this.#write((scope) => createTask(scope, task));
  }

  /** 1 to 100 new tasks, answered in the order given. */
  async createMany(input: TaskCreateMany): Promise<TaskItems> {
    const { tasks } = checked(TaskCreateMany, input);
    return this.#write(async (scope) => ({ items: await createTasks(scope, tasks) }));
  }

  /** @throws Refusal CONFLICT, with the task as it is, when `ifUpdatedAt` is not what it has. */
  async update(input: TaskUpdate): Promise<TaskRead> {
    const update = checked(TaskUpdate, input);
    return this.#write((scope) => updateTask(scope, update));
  }

  /** 1 to 1,000 tasks, answered in the order given. */
  async updateMany(input: TaskUpdateMany): Promise<TaskItems> {
    const update = checked(TaskUpdateMany, input);
    return this.#write(async (scope) => ({ items: await updateTasks(scope, update) }));
  }

  async delete(input: TaskRef): Promise<TaskRef> {
    const task = refIn(input);
    return this.#write((scope) => deleteTask(scope, task));
  }

  /** 1 to 1,000 tasks. */
  async deleteMany(input: TaskRefs): Promise<TaskRefs> {
    const tasks = checked(TaskRefs, input);
    return this.#write(async (scope) => {
      await deleteTasks(scope, tasks.ids);
      return tasks;
    });
  }

  clearCompleted(): Promise<TasksCleared> {
    return this.#write(async (scope) => ({ deleted: await clearCompleted(scope) }));
  }
}

/** A whole task names itself, too: to the types it is a TaskRef. */
const refIn = (input: TaskRef): TaskRef => checked(TaskRef, { id: Object(input).id });
