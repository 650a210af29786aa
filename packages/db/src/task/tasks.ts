// One person's tasks: `unit.tasks`. A write loads within the owner, changes through the entity,
// flushes once.
import { LockMode } from '@mikro-orm/core';
import {
  type TaskCounts,
  TaskCreate,
  TaskListInput,
  type TaskPage,
  type TaskRead,
  TaskRef,
  type TasksCleared,
  TaskUpdate,
} from '@tydo/schemas/task';
import { checked } from '../checked.ts';
import { notFound } from '../errors.ts';
import type { Scopes, WriteScope } from '../unit-of-work.ts';
import { countTasks, getTask, listTasks } from './reads.ts';
import { Task } from './task.entity.ts';

/**
 * Inputs are read by the schemas in `@tydo/schemas/task`, as at the API. Every method throws Refusal:
 * BAD_REQUEST with what is wrong with the input, by field; NOT_FOUND for a task that this person does
 * not have; SERVICE_UNAVAILABLE when the database is away.
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
    const { title, description = null } = checked(TaskCreate, input);
    return this.#write(async ({ em, personId }) => {
      const now = new Date();
      const task = em.create(Task, {
        userId: personId,
        title,
        description,
        createdAt: now,
        updatedAt: now,
      });
      await em.flush();
      return task.read();
    });
  }

  /** @throws Refusal CONFLICT, with the task as it is, when `ifUpdatedAt` is not what it has. */
  async update(input: TaskUpdate): Promise<TaskRead> {
    const { id, ifUpdatedAt, ...changes } = checked(TaskUpdate, input);
    return this.#write(async (scope) => {
      const task = await own(scope, id);
      task.expect(ifUpdatedAt);
      task.change(changes);
      await scope.em.flush();
      return task.read();
    });
  }

  async delete(input: TaskRef): Promise<TaskRef> {
    const task = refIn(input);
    return this.#write(async (scope) => {
      scope.em.remove(await own(scope, task.id));
      await scope.em.flush();
      return task;
    });
  }

  clearCompleted(): Promise<TasksCleared> {
    return this.#write(async ({ em }) => {
      const done = await em.find(Task, { completed: true }, locked);
      for (const task of done) em.remove(task);
      await em.flush();
      return { deleted: done.length };
    });
  }
}

/** A whole task names itself, too: to the types it is a TaskRef. */
const refIn = (input: TaskRef): TaskRef => checked(TaskRef, { id: Object(input).id });

// Until the end of the transaction: nobody changes it between our read and our write.
const locked = { lockMode: LockMode.PESSIMISTIC_WRITE } as const;

/** @throws Refusal NOT_FOUND, the same for a task that is missing and one that is somebody else's. */
async function own({ em }: WriteScope, id: number): Promise<Task> {
  const task = await em.findOne(Task, { id }, locked);
  if (!task) throw notFound();
  return task;
}
