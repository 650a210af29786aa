// A person's real tasks by the names that a model (contract.ts) gives them, and answers in its words.
import type { TaskRead } from '@tydo/schemas/task';
import { Refusal, type Tasks } from '../open-database.ts';
import type { Answer, Call, Fact } from './contract.ts';

/** An updatedAt that no task has. */
const never = '2000-01-01T00:00:00.000Z';

export class NamedTasks {
  readonly #ids = new Map<string, number>();
  readonly #names = new Map<number, string>();
  /** What never changes: createdAt, uid, rank. */
  readonly #kept = new Map<number, string>();
  /** All that the updatedAt of a task has been seen to be. */
  readonly #times = new Map<number, Set<string>>();

  /**
   * Sends a call. What it gives tells the answer, once all that happened at the same time has been
   * answered: the version of a task is the place of its updatedAt among all of them.
   */
  async send(tasks: Tasks, call: Call, prefix: string): Promise<() => Answer> {
    try {
      return await this.#send(tasks, call, prefix);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { current: row } = error.data;
      const [current] = row && 'title' in row ? this.#seen([row]) : [];
      return () => ({ refused: error.code, current: current && this.fact(current) });
    }
  }

  /** A task as the model has it. */
  fact({ id, createdAt, uid, rank, updatedAt, ...rest }: TaskRead): Fact {
    if ([createdAt, uid, rank].join() !== this.#kept.get(id)) {
      throw new Error('createdAt, uid or rank is not what it was');
    }
    return { name: this.#name(id), ...rest, version: this.#versions(id).indexOf(updatedAt) };
  }

  /** Of a task that was never there, the largest. */
  id = (name: string): number => this.#ids.get(name) ?? 2 ** 31 - 1;

  async #send(tasks: Tasks, call: Call, prefix: string): Promise<() => Answer> {
    switch (call.verb) {
      case 'create':
        return this.#made([await tasks.create(call.task)], prefix);
      case 'createMany':
        return this.#made((await tasks.createMany({ tasks: call.tasks })).items, prefix);
      case 'update': {
        const input = { id: this.id(call.name), ...call.changes };
        if (call.seen === undefined) return this.#tasks([await tasks.update(input)]);
        const ifUpdatedAt = this.#versions(input.id)[call.seen] ?? never;
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

  #made(tasks: TaskRead[], prefix: string): () => Answer {
    for (const [place, { id, createdAt, uid, rank }] of tasks.entries()) {
      this.#ids.set(`${prefix} ${place}`, id);
      this.#names.set(id, `${prefix} ${place}`);
      this.#kept.set(id, [createdAt, uid, rank].join());
    }
    return this.#tasks(tasks);
  }

  #tasks(tasks: TaskRead[]): () => Answer {
    this.#seen(tasks);
    return () => tasks.map((task) => this.fact(task));
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
    return this.#names.get(id) ?? `what nobody has made: ${id}`;
  }
}
