// Remembers what a player has seen on one engine, and normalizes answers so that both engines can be compared:
// ids by their order; times, uids and ranks by what the contract promises of them.
import type { TaskRead } from '@tydo/schemas/task';
import type { From, Ref, Search, Seen, Who } from './commands.ts';

const isoDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const nthOf = <T>(list: T[], nth: number): T | undefined => list[nth % Math.max(list.length, 1)];

export class Memory {
  // For each of the two people, in order.
  readonly #ids: [number[], number[]] = [[], []];
  readonly #texts: [string[], string[]] = [[], []];
  readonly #cursors: [string[], string[]] = [[], []];
  /** The fields that never change. */
  readonly #kept = new Map<number, Pick<TaskRead, 'createdAt' | 'uid' | 'rank'>>();
  /** All values of `updatedAt`. */
  readonly #versions = new Map<number, string[]>();

  /** Concurrent creates are ordered by id. */
  created(who: Who, tasks: TaskRead[]): void {
    for (const { id, ...task } of tasks.toSorted((a, b) => a.id - b.id)) {
      this.#ids[who].push(id);
      this.#kept.set(id, task);
    }
  }

  wrote(who: Who, texts: (string | null | undefined)[]): void {
    for (const text of texts) if (text) this.#texts[who].push(text);
  }

  id(ref: Ref): unknown {
    if ('id' in ref) return ref.id;
    // If there is no task yet, an id that no task has.
    return nthOf(this.#ids[ref.whose], ref.nth) ?? 2 ** 31 - 1;
  }

  version(id: unknown, seen: Seen): unknown {
    const versions = this.#versions.get(Number(id)) ?? [];
    switch (seen) {
      case 'nothing':
        return undefined;
      case 'current':
        return versions.at(-1);
      case 'first':
        return versions[0];
      case 'malformed':
        return versions[0]?.replace('Z', '+00:00') ?? 'yesterday';
      case 'of another time':
        return '2000-01-01T00:00:00.000Z';
    }
  }

  search(who: Who, search: Search): unknown {
    if ('text' in search) return search.text;
    const text = nthOf(this.#texts[who], search.nth) ?? '';
    const from = search.from % Math.max(text.length, 1);
    // Unless `whole`, the part may start or end within a surrogate pair.
    const piece = search.whole
      ? Array.from(text.slice(from)).slice(0, search.length).join('')
      : text.slice(from, from + search.length);
    if (search.spelled === 'as it is') return piece;
    return search.spelled === 'upper' ? piece.toUpperCase() : piece.toLowerCase();
  }

  cursor(from: From): unknown {
    if ('cursor' in from) return from.cursor;
    const cursor = nthOf(this.#cursors[from.whose], from.nth);
    if (cursor === undefined) return undefined;
    const damaged = {
      none: cursor,
      shorter: cursor.slice(0, -1),
      longer: `${cursor}A`,
      'other end': cursor.slice(0, -2) + (cursor.endsWith('zz') ? 'aa' : 'zz'),
      spaces: ` ${cursor}\n`,
    };
    return damaged[from.damage];
  }

  /** The answer in a form that can be compared between engines. New ids, cursors and times are remembered. */
  async normalize(who: Who, answer: Promise<unknown>): Promise<unknown> {
    try {
      return this.#normalize(who, await answer);
    } catch (error) {
      const { name, message, code, data, issues } = Object(error);
      // A ZodError has its issues in `message` and `issues`.
      return { name, message, code, data: this.#normalize(who, data), issues };
    }
  }

  #normalize(who: Who, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.#normalize(who, one));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, one]): [string, unknown] => {
      if (key === 'id') return [key, this.#nameOf(one)];
      if (key === 'ids' && Array.isArray(one)) return [key, one.map((id) => this.#nameOf(id))];
      if (key !== 'nextCursor' || typeof one !== 'string') return [key, this.#normalize(who, one)];
      this.#cursors[who].push(one);
      return [key, 'more'];
    });
    return { ...Object.fromEntries(entries), ...(isTask(value) && this.#times(value)) };
  }

  isOf(who: Who, id: number): boolean {
    return this.#ids[who].includes(id);
  }

  #nameOf(id: unknown): string {
    const who = this.isOf(0, Number(id)) ? 0 : 1;
    return `person ${who}, task ${this.#ids[who].indexOf(Number(id))}`;
  }

  #times({ id, createdAt, uid, rank, updatedAt, completedAt }: TaskRead): object {
    const versions = this.#versions.get(id) ?? [];
    this.#versions.set(id, versions);
    const last = versions.at(-1);
    if (last === undefined || updatedAt > last) versions.push(updatedAt);
    const kept = this.#kept.get(id);
    return {
      createdAt: createdAt === kept?.createdAt && isoDate.test(createdAt),
      uid: uid === kept?.uid,
      rank: rank === kept?.rank,
      completedAt: completedAt && isoDate.test(completedAt),
      updatedAt: isoDate.test(updatedAt) && `version ${versions.indexOf(updatedAt)}`,
    };
  }
}

const isTask = (value: object): value is TaskRead => 'updatedAt' in value;
