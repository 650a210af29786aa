// What one write has changed until now, and whether it is still as much as one operation holds.
import { type Change, operationLimits } from '@tydo/schemas/operation';
import type { TaskRead } from '@tydo/schemas/task';
import { Refusal } from '../errors.ts';

interface Noted {
  change: Change;
  json: string;
  bytes: number;
}

export class Recording {
  readonly #noted = new Map<number, Noted>();
  readonly #seen = new Map<number, TaskRead>();
  /** With a comma or a bracket for each. */
  #bytes = 1;

  /** A task that the write has read: as it is, unless the write changes it. */
  see(task: TaskRead): void {
    this.#seen.set(task.id, task);
  }

  /**
   * A row that was changed twice was changed once, from what it was at first.
   *
   * @throws Refusal BAD_REQUEST where it is more than an operation holds.
   */
  note(change: Change): void {
    if (!this.noteIfItFits(change)) throw tooMuch();
  }

  /** @returns whether it fits: if not, nothing is noted. */
  noteIfItFits(
    { taskId, before: found, after }: Change,
    mostBytes: number = operationLimits.bytes,
  ): boolean {
    const earlier = this.#noted.get(taskId);
    const before = earlier ? earlier.change.before : found;
    if (before === null && after === null) {
      this.#noted.delete(taskId);
      this.#bytes -= earlier?.bytes ?? 0;
      return true;
    }
    const change = { taskId, before, after };
    const json = JSON.stringify(change);
    const bytes = Buffer.byteLength(json) + 1;
    const sum = this.#bytes + bytes - (earlier?.bytes ?? 0);
    const count = this.#noted.size + (earlier ? 0 : 1);
    if (count > operationLimits.rows || sum > mostBytes) return false;
    this.#noted.set(taskId, { change, json, bytes });
    this.#bytes = sum;
    return true;
  }

  get changes(): Change[] {
    return [...this.#noted.values()].map(({ change }) => change);
  }

  /** The changes as JSON. */
  get json(): string {
    return `[${[...this.#noted.values()].map(({ json }) => json).join()}]`;
  }

  /** Of `json` in UTF-8. */
  get bytes(): number {
    return Math.max(2, this.#bytes);
  }

  /** The tasks that the write has read and not changed, by id. */
  get unchanged(): ReadonlyMap<number, TaskRead> {
    return new Map([...this.#seen].filter(([id]) => !this.#noted.has(id)));
  }
}

const { rows, bytes } = operationLimits;
const message = `One call may change at most ${rows.toLocaleString('en')} tasks, and ${bytes / 2 ** 20} MiB of them. Do it in several calls.`;

/** Of a write, before it is done. */
export const tooMuch = (): Refusal =>
  new Refusal('BAD_REQUEST', message, { zodError: { formErrors: [message], fieldErrors: {} } });
