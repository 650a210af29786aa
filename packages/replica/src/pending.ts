// Commands that the server has not confirmed, applied on top of the confirmed rows in their order.
import { MissingRow, RowConflict, RuleViolation } from '@tydo/rules/violation';
import type { DiskWrite } from './disk.ts';
import type { Entry, Sent } from './entry.ts';
import type { Change, Key, Model, Row, See, Written } from './model.ts';
import { namesIn } from './names-in.ts';
import { isSameRow, type Layer, type Rows } from './rows.ts';
import { allRead, changesRead, recordingSee, rowRead, whereRead } from './see.ts';

export interface Pending extends Layer {
  readonly entry: Entry;
  /** Its key in the outbox; until it is stored, the one that it will have if no other tab is faster. */
  place: number;
  isStored: boolean;
  sent: Sent | undefined;
  /** What it does to the rows now. */
  effects: readonly Change[];
  reads: ReadonlySet<string>;
}

export class PendingCommands {
  readonly #model: Model;
  readonly #rows: Rows;
  readonly #confirmed: Pick<See, 'changesOf' | 'isLateHere'>;
  readonly #list: Pending[] = [];
  readonly #byId = new Map<string, Pending>();
  readonly #readers = new Map<string, Set<Pending>>();
  readonly #dirty = new Set<Pending>();
  /** The largest key of the outbox that is known. */
  #lastKey = 0;

  constructor(model: Model, rows: Rows, confirmed: Pick<See, 'changesOf' | 'isLateHere'>) {
    this.#model = model;
    this.#rows = rows;
    this.#confirmed = confirmed;
  }

  /** In the order in which the server does them. */
  get list(): readonly Pending[] {
    return this.#list;
  }

  find(operationId: string): Pending | undefined {
    return this.#byId.get(operationId);
  }

  /** @param n its key in the outbox, where it is stored already. */
  add(entry: Entry, n?: number, sent?: Sent): Pending {
    const pending: Pending = {
      entry,
      place: n ?? Infinity,
      isStored: n !== undefined,
      sent,
      effects: [],
      reads: new Set(),
    };
    this.#byId.set(entry.operationId, pending);
    this.#insert(pending);
    return pending;
  }

  /** It is stored under `n`: commands of other tabs may have come before it. */
  setStored(pending: Pending, n: number): void {
    const isHere = this.#byId.get(pending.entry.operationId) === pending;
    if (isHere && pending.place !== n) this.remove(pending);
    const wasThere = isHere && pending.place === n;
    pending.place = n;
    pending.isStored = true;
    if (wasThere) this.#lastKey = Math.max(this.#lastKey, n);
    else if (isHere) {
      this.#byId.set(pending.entry.operationId, pending);
      this.#insert(pending);
    }
  }

  remove(pending: Pending): void {
    const at = this.#list.indexOf(pending);
    if (at === -1) return;
    this.#list.splice(at, 1);
    this.#byId.delete(pending.entry.operationId);
    this.#dirty.delete(pending);
    this.#forget(pending);
    for (const { noun, key, before, after } of pending.effects) {
      this.#rows.setLayer(pending, noun, key, undefined);
      this.mark(noun, key, [before, after], pending.place);
    }
    this.markRead(changesRead(pending.entry.operationId));
    pending.effects = [];
  }

  /** Commands that read this row, or rows like it, are applied again: those after `place`. */
  mark(noun: string, key: Key, rows: readonly (Row | null)[], place = -1): void {
    if (this.#readers.size === 0) return;
    this.markRead(rowRead(noun, key), place);
    this.markRead(allRead(noun), place);
    for (const field in this.#model.nouns[noun]?.references ?? {}) {
      for (const row of rows) {
        const names = row ? namesIn(row, field) : [];
        for (const name of names) this.markRead(whereRead(noun, field, name), place);
      }
    }
  }

  markRead(read: string, place = -1): void {
    for (const pending of this.#readers.get(read) ?? []) {
      if (pending.place > place) this.#dirty.add(pending);
    }
  }

  /** Applies again what was marked, in order, and what that marks. */
  rebase(): void {
    if (this.#dirty.size === 0) return;
    for (const pending of this.#list) {
      if (this.#dirty.delete(pending)) this.#apply(pending);
    }
  }

  #insert(pending: Pending): void {
    if (pending.isStored) this.#lastKey = Math.max(this.#lastKey, pending.place);
    const before = pending.isStored
      ? this.#list.findLastIndex(({ isStored, place }) => isStored && place < pending.place)
      : this.#list.length - 1;
    this.#list.splice(before + 1, 0, pending);
    this.#dirty.add(pending);
    this.#numberUnstored();
  }

  /** They come after all that are stored. */
  #numberUnstored(): void {
    let last = this.#lastKey;
    for (const pending of this.#list) {
      if (pending.isStored) continue;
      last += 1;
      if (pending.place === last) continue;
      pending.place = last;
      this.#dirty.add(pending);
    }
  }

  #apply(pending: Pending): void {
    this.#forget(pending);
    const { entry, place } = pending;
    const reads = new Set<string>();
    const others: Pick<See, 'changesOf' | 'isLateHere'> = {
      changesOf: (id) => this.#changesOf(id, entry),
      isLateHere: () => this.#confirmed.isLateHere(),
    };
    const see = recordingSee(this.#rows, place, others, reads);
    const written = this.#written(pending, see);
    const old = new Map(
      pending.effects.map((change) => [rowRead(change.noun, change.key), change]),
    );
    const effects: Change[] = [];
    for (const { noun, key, after } of written) {
      const read = rowRead(noun, key);
      reads.add(read);
      const before = this.#rows.at(noun, key, place);
      if (isSameRow(before, after)) continue;
      const was = old.get(read);
      old.delete(read);
      // The same object where it is the same row, so that nothing that shows it is drawn again.
      const row = was && isSameRow(was.after, after) ? was.after : after;
      effects.push({ noun, key, before, after: row });
      if (was?.after === row && was.before === before) continue;
      this.#rows.setLayer(pending, noun, key, row);
      this.mark(noun, key, [was?.after ?? before, row], place);
    }
    for (const { noun, key, before, after } of old.values()) {
      this.#rows.setLayer(pending, noun, key, undefined);
      this.mark(noun, key, [before, after], place);
    }
    pending.effects = effects;
    pending.reads = reads;
    for (const read of reads) {
      const readers = this.#readers.get(read);
      if (readers) readers.add(pending);
      else this.#readers.set(read, new Set([pending]));
    }
    this.markRead(changesRead(entry.operationId), place);
  }

  /** What breaks a rule shows nothing: the server will refuse it. */
  #written({ entry: { name, input, at }, place }: Pending, see: See): Written[] {
    try {
      return this.#model.commands[name]?.apply(see, input, { now: at, place }) ?? [];
    } catch (error) {
      const isRefused = [RuleViolation, MissingRow, RowConflict].some(
        (type) => error instanceof type,
      );
      if (isRefused) return [];
      throw error;
    }
  }

  #forget(pending: Pending): void {
    for (const read of pending.reads) {
      const readers = this.#readers.get(read);
      readers?.delete(pending);
      if (readers?.size === 0) this.#readers.delete(read);
    }
    pending.reads = new Set();
  }

  /** Best as the server confirmed it, else as it is shown, else as it was when the undo was made. */
  #changesOf(operationId: string, { undoes }: Entry): readonly Change[] | undefined {
    return this.#confirmed.changesOf(operationId) ?? this.find(operationId)?.effects ?? undoes;
  }
}

/** Takes a stored command off the disk. */
export const deleted = ({ place, isStored }: Pending): DiskWrite[] =>
  isStored
    ? [
        { store: 'outbox', delete: place },
        { store: 'sent', delete: place },
      ]
    : [];
