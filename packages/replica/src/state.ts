// What a tab has in memory: the rows, the commands on top, and what is known of the journal.
import type { ServerOperation } from './api.ts';
import type { Clock } from './clock.ts';
import type { Checkpoint, PastOperation, TailOperation } from './disk.ts';
import type { Answer, Refused } from './entry.ts';
import { LateLoad } from './late-load.ts';
import type { Loading } from './loading.ts';
import type { Change, Key, Model, Row } from './model.ts';
import { type Pending, PendingCommands } from './pending.ts';
import { Rows } from './rows.ts';
import { changesRead, lateRead } from './see.ts';
import { createStore } from './store.ts';
import { Views } from './views.ts';

export interface Status {
  /** The number of the latest operation that the rows hold. */
  seq: number;
  /** Commands that the server has not answered. */
  waiting: number;
  /** Commands that it refused, or that are not sent again without being asked for. */
  refused: number;
  isSending: boolean;
  /** Whether all rows are here. */
  isLoaded: boolean;
  isLeader: boolean;
  /** Whether the last call was answered. */
  isOnline: boolean;
  /** Where changes are kept; `closed`: removed, or in the hands of a newer version of the page. */
  disk: 'kept' | 'memory' | 'closed';
  signedOut: boolean;
}

/** Operations in memory. */
const maxTail = 1_200;

interface Waiter {
  ids: Set<string>;
  resolve: () => void;
}

export class ReplicaState {
  readonly model: Model;
  readonly rows: Rows;
  readonly pending: PendingCommands;
  readonly views: Views;
  readonly status = createStore<Status>({
    seq: 0,
    waiting: 0,
    refused: 0,
    isSending: false,
    isLoaded: false,
    isLeader: false,
    isOnline: true,
    disk: 'kept',
    signedOut: false,
  });
  /** The latest operations, by their ids. */
  readonly tail = new Map<string, TailOperation>();
  /** Grows with each change of what is visible. */
  readonly version = createStore(0);
  /** The snapshot that the rows go back to; undefined before the first. */
  base: string | undefined;
  seq = 0;
  /** The latest operation that the server has told of. */
  head = 0;
  /** The id of operation `seq`. */
  after: string | null = null;
  retentionDays: number | null = null;
  /** How many rows were changed since the checkpoint, or more. */
  changesSince = 0;
  refused: readonly Refused[] = [];
  /** While the rows are read. */
  loading: Loading | undefined;
  /** Answers that callers in this tab wait for. */
  readonly answers = new Map<string, (answer: Answer) => void>();
  readonly #waiters = new Set<Waiter>();
  readonly #late: LateLoad;

  constructor(model: Model, clock: Clock) {
    this.model = model;
    this.rows = new Rows(model.nouns);
    this.#late = new LateLoad(model, () => this.#lateIsHere());
    const isLateHere = () => this.#late.isHere();
    this.pending = new PendingCommands(model, this.rows, {
      changesOf: (id) => this.tail.get(id)?.changes,
      isLateHere,
    });
    this.views = new Views(model, this.rows, {
      clock,
      isLateHere,
      count: ({ spec, noun, holds }, ofRows) =>
        this.status.get().isLoaded ? ofRows() : this.loading?.countOf(spec, noun, holds),
    });
  }

  /** What changes rows or commands, as one change of what is visible. */
  batch(work: () => void): void {
    work();
    this.pending.rebase();
    const changes = this.rows.takeChanges();
    this.views.update(changes);
    this.tell({});
    if (changes.length > 0) this.version.set(this.version.get() + 1);
  }

  /** Changes what is told of the replica. */
  tell(part: Partial<Status>): void {
    const next = {
      ...this.status.get(),
      ...part,
      seq: this.seq,
      waiting: this.pending.list.filter(({ sent }) => !sent?.answer).length,
      refused: this.refused.length,
    };
    const isSame = JSON.stringify(next) === JSON.stringify(this.status.get());
    if (!isSame) this.status.set(next);
  }

  /** All rows are here. */
  loaded(): void {
    this.loading = undefined;
    this.tell({ isLoaded: true });
  }

  /** A confirmed row. In a batch. */
  setRow(noun: string, key: Key, row: Row | null): void {
    const before = this.rows.confirmed(noun).get(key) ?? null;
    if (row && this.model.nouns[noun]?.needsLate?.(row)) this.#late.isHere();
    this.rows.setConfirmed(noun, key, row);
    this.pending.mark(noun, key, [before, row]);
  }

  /** The rows are those of a checkpoint. In a batch. @param before operations up to it. */
  begin({ base, seq, after, retentionDays }: Checkpoint, before: readonly TailOperation[]): void {
    this.base = base;
    this.seq = seq;
    this.after = after;
    this.retentionDays = retentionDays;
    this.changesSince = 0;
    this.tail.clear();
    for (const operation of before) this.tail.set(operation.id, operation);
  }

  /** Applies operations that follow on what is here; others are passed over. In a batch. */
  confirm(operations: readonly TailOperation[]): void {
    for (const operation of operations) {
      if (operation.seq !== this.seq + 1) continue;
      this.seq = operation.seq;
      this.after = operation.id;
      this.tail.set(operation.id, operation);
      this.changesSince += Math.max(operation.changes.length, 2);
      this.loading?.add(operation.changes);
      for (const { noun, key, after } of operation.changes) this.setRow(noun, key, after);
      this.pending.markRead(changesRead(operation.id));
    }
    for (const pending of this.pending.list.filter((one) => this.hasComeBack(one))) {
      this.leave(pending);
    }
    // Others are on the disk.
    for (const id of this.tail.keys()) {
      if (this.tail.size <= maxTail) break;
      this.tail.delete(id);
    }
  }

  /** Whether the rows hold what a command did. @param seq of the latest operation that they hold. */
  hasComeBack({ entry, sent }: Pending, seq = this.seq): boolean {
    return this.tail.has(entry.operationId) || (sent?.answer?.seq ?? Infinity) <= seq;
  }

  /** A command is done: what it showed is in the rows, or is nothing. In a batch. */
  leave(pending: Pending): void {
    const { operationId } = pending.entry;
    const seq = this.tail.get(operationId)?.seq ?? pending.sent?.answer?.seq ?? null;
    this.pending.remove(pending);
    this.answer(operationId, { seq });
    this.#left(operationId);
  }

  /** A command is not going to be done: what it showed goes. In a batch. */
  refuse(pending: Pending, refused: Refused): void {
    const { operationId } = pending.entry;
    this.pending.remove(pending);
    this.tellRefused([refused]);
    this.answer(operationId, { refused: refused.why });
    this.#left(operationId);
  }

  /** The person has to know of these. They may have been read from the disk already. In a batch. */
  tellRefused(refused: readonly Refused[]): void {
    if (refused.length === 0) return;
    const ids = new Set(refused.map(({ entry }) => entry.operationId));
    this.refused = [...this.refused.filter(({ entry }) => !ids.has(entry.operationId)), ...refused];
  }

  answer(operationId: string, answer: Answer): void {
    this.answers.get(operationId)?.(answer);
    this.answers.delete(operationId);
  }

  /** Commands that wait and operations, the latest first. */
  history(): PastOperation[] {
    const waiting = this.pending.list
      .filter((one) => !this.hasComeBack(one))
      .map(({ entry: { operationId, name, input, at }, effects }) => ({
        id: operationId,
        seq: null,
        kind: name,
        undoes: name === 'operation.undo' && 'id' in input ? String(input.id) : null,
        createdAt: at,
        changes: effects,
      }));
    return [...this.tail.values(), ...waiting].toReversed();
  }

  /** Until all commands of this moment are done or refused. */
  settled(): Promise<void> {
    const ids = new Set(this.pending.list.map(({ entry }) => entry.operationId));
    if (ids.size === 0) return Promise.resolve();
    return new Promise((resolve) => void this.#waiters.add({ ids, resolve }));
  }

  /** An operation of the server, in the terms of this device. */
  read({ id, seq, kind, undoes, createdAt, changes }: ServerOperation): TailOperation {
    const known = changes.flatMap(({ noun, before, after }): Change[] => {
      const key = this.keyOf(noun, after ?? before);
      return key === undefined ? [] : [{ noun, key, before, after }];
    });
    return { id, seq, kind, undoes, createdAt, changes: known };
  }

  /** Undefined for nouns that this version does not know. */
  readonly keyOf = (noun: string, row: Row | null): Key | undefined => {
    const key = row && this.model.nouns[noun]?.keyOf(row);
    return typeof key === 'string' || typeof key === 'number' ? key : undefined;
  };

  /** Until what is loaded late is here, or cannot be had; at once where nothing has asked for it. */
  lateSettled(): Promise<void> {
    return this.#late.settled;
  }

  #lateIsHere(): void {
    this.batch(() => this.pending.markRead(lateRead));
    this.views.remakeLate();
  }

  #left(operationId: string): void {
    for (const waiter of this.#waiters) {
      waiter.ids.delete(operationId);
      if (waiter.ids.size > 0) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }
}
