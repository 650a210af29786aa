// Sends the model's calls (contract.ts) to a real database, and converts the results to the model's form.
import type { TaskRead } from '@tydo/schemas/task';
import { Refusal, type Tasks } from '../open-database.ts';
import type { Call, ModelTask, Result } from './contract.ts';

/** An updatedAt that no task has. */
const unknownTime = '2000-01-01T00:00:00.000Z';

export class NamedTasks {
  readonly #ids = new Map<string, number>();
  readonly #names = new Map<number, string>();
  /** The fields that never change: createdAt, uid, rank. */
  readonly #kept = new Map<number, string>();
  /** All values of a task's updatedAt that were seen. */
  readonly #times = new Map<number, Set<string>>();

  /**
   * Sends a call. Call the returned function for its result when all concurrent calls are done: the version of
   * a task is the index of its updatedAt among all that were seen.
   */
  async send(tasks: Tasks, call: Call, prefix: string): Promise<() => Result> {
    try {
      return await this.#send(tasks, call, prefix);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { current: row } = error.data;
      const [current] = row && 'title' in row ? this.#seen([row]) : [];
      return () => ({ refused: error.code, current: current && this.modelTask(current) });
    }
  }

  /** A task in the model's form, without the fields that the model does not have. */
  modelTask(task: TaskRead): ModelTask {
    const { id, createdAt, uid, rank, updatedAt, title, description, completed } = task;
    if ([createdAt, uid, rank].join() !== this.#kept.get(id)) {
      throw new Error('createdAt, uid or rank has changed');
    }
    const version = this.#versions(id).indexOf(updatedAt);
    return { name: this.#name(id), title, description, completed, version };
  }

  /** The id of a task; for an unknown name the largest possible id. */
  id = (name: string): number => this.#ids.get(name) ?? 2 ** 31 - 1;

  async #send(tasks: Tasks, call: Call, prefix: string): Promise<() => Result> {
    switch (call.verb) {
      case 'create':
        return this.#made([await tasks.create(call.task)], prefix);
      case 'createMany':
        return this.#made((await tasks.createMany({ tasks: call.tasks })).items, prefix);
      case 'update': {
        const input = { id: this.id(call.name), ...call.changes };
        if (call.seen === undefined) return this.#tasks([await tasks.update(input)]);
        const ifUpdatedAt = this.#versions(input.id)[call.seen] ?? unknownTime;
        return this.#tasks([await tasks.update({ ...input, ifUpdatedAt })]);
      }
      case 'updateMany': {
        const { names, completed } = call;
        return this.#tasks((await tasks.updateMany({ ids: names.map(this.id), completed })).items);
      }
      case 'delete': {
        const { id } = await tasks.delete({ id: this.id(call.name) });
        return () => ({ names: [this.#name(id)] });
      }
      case 'deleteMany': {
        const { ids } = await tasks.deleteMany({ ids: call.names.map(this.id) });
        return () => ({ names: ids.map((id) => this.#name(id)) });
      }
      case 'clearCompleted': {
        const cleared = await tasks.clearCompleted();
        return () => cleared;
      }
    }
  }

  #made(tasks: TaskRead[], prefix: string): () => Result {
    for (const [place, { id, createdAt, uid, rank }] of tasks.entries()) {
      this.#ids.set(`${prefix} ${place}`, id);
      this.#names.set(id, `${prefix} ${place}`);
      this.#kept.set(id, [createdAt, uid, rank].join());
    }
    return this.#tasks(tasks);
  }

  #tasks(tasks: TaskRead[]): () => Result {
    this.#seen(tasks);
    return () => tasks.map((task) => this.modelTask(task));
  }

  #seen(tasks: TaskRead[]): TaskRead[] {
    for (const { id, updatedAt } of tasks) {
      this.#times.set(id, (this.#times.get(id) ?? new Set()).add(updatedAt));
    }
    return tasks;
  }

  #versions(id: number): string[] {
    return [...(this.#times.get(id) ?? [])].toSorted();
  }

  #name(id: number): string {
    return this.#names.get(id) ?? `unknown: ${id}`;
  }
}
