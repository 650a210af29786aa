// One person's tasks: `unit.tasks`. A write loads within the owner, changes through the entity,
// flushes once.
import { LockMode } from '@mikro-orm/core';
import type {
  TaskCounts,
  TaskCreate,
  TaskListInput,
  TaskPage,
  TaskRead,
  TaskRef,
  TasksCleared,
  TaskUpdate,
} from '@tydo/schemas/task';
import type { Session, WriteScope } from '../unit-of-work.ts';
import { countTasks, getTask, listTasks, notFound } from './reads.ts';
import { Task } from './task.entity.ts';

/**
 * Inputs are taken as the schemas in `@tydo/schemas/task` give them out. Every method throws
 * Refusal: NOT_FOUND for a task that this person does not have, SERVICE_UNAVAILABLE when the
 * database is away.
 */
export class Tasks {
  readonly #read: Session['read'];
  readonly #write: Session['write'];

  constructor({ read, write }: Session) {
    this.#read = read;
    this.#write = write;
  }

  /** A page, newest first. @throws Refusal BAD_REQUEST for a cursor of another list. */
  list(input: TaskListInput = {}): Promise<TaskPage> {
    return this.#read((scope) => listTasks(scope, input));
  }

  get({ id }: TaskRef): Promise<TaskRead> {
    return this.#read((scope) => getTask(scope, id));
  }

  counts(): Promise<TaskCounts> {
    return this.#read(countTasks);
  }

  create({ title, description = null }: TaskCreate): Promise<TaskRead> {
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
  update({ id, ifUpdatedAt, ...changes }: TaskUpdate): Promise<TaskRead> {
    return this.#write(async (scope) => {
      const task = await own(scope, id);
      task.expect(ifUpdatedAt);
      task.change(changes);
      await scope.em.flush();
      return task.read();
    });
  }

  delete({ id }: TaskRef): Promise<TaskRef> {
    return this.#write(async (scope) => {
      scope.em.remove(await own(scope, id));
      await scope.em.flush();
      return { id };
    });
  }

  clearCompleted(): Promise<TasksCleared> {
    return this.#write(async ({ em }) => ({
      deleted: await em.nativeDelete(Task, { completed: true }),
    }));
  }
}

/** The task, held until the end of the transaction: nobody changes it between our read and write. */
async function own({ em }: WriteScope, id: number): Promise<Task> {
  const task = await em.findOne(Task, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!task) throw notFound();
  return task;
}
