// A server in memory that does commands by the rules, with a journal and receipts. Small: what a replica can
// tell apart. The fuzz plays against the real one.
import { pendingRank, rankOf } from '@tydo/rules/order';
import { nextUpdatedAt } from '@tydo/rules/row';
import { MissingRow, RowConflict, RuleViolation } from '@tydo/rules/violation';
import type { PushAnswer, PushCall, SnapshotPage, SyncApi } from '../api.ts';
import type { Clock } from '../clock.ts';
import type { Change, Key, Model, Row, See } from '../model.ts';
import { Rows } from '../rows.ts';

export class ServerError extends Error {
  readonly data: Record<string, unknown>;

  constructor(code: string, data: Record<string, unknown> = {}) {
    super(code);
    this.data = { code, ...data };
  }
}

interface Operation {
  id: string;
  seq: number;
  kind: string;
  undoes: string | null;
  createdAt: string;
  changes: (Change & { id: Key })[];
}

interface Contents {
  rows: [noun: string, key: Key, row: Row][];
  operations: Operation[];
  receipts: [id: string, receipt: { input: string; answer: PushAnswer }][];
  pruned: number;
  nextId: number;
}

export class FakeServer {
  readonly model: Model;
  readonly clock: Clock;
  rows: Rows;
  operations: Operation[] = [];
  receipts = new Map<string, { input: string; answer: PushAnswer }>();
  /** Operations up to this one are not kept. */
  pruned = 0;
  retentionDays: number | null = null;
  /** Rows of a noun, at most. */
  maxRows = Infinity;
  pageSize = 100;
  /** Whether it refuses the cursors that it gave. */
  forgetsCursors = false;
  /** Called before each call is done: throw to answer otherwise. */
  before: (call: PushCall) => void = () => {};
  pushes = 0;
  #nextId = 1;
  /** In which order rows came to be. */
  readonly #serials = new Map<string, number>();
  readonly #watchers = new Set<() => void>();

  constructor(model: Model, clock: Clock) {
    this.model = model;
    this.clock = clock;
    this.rows = new Rows(model.nouns);
  }

  get seq(): number {
    return this.operations.at(-1)?.seq ?? this.pruned;
  }

  api(): SyncApi {
    return {
      snapshot: async (input) => structuredClone(this.#snapshot(input)),
      since: async (input) => structuredClone(this.#since(input)),
      push: async ({ calls }) => structuredClone({ answers: this.push(calls) }),
      watch: ({ onHead }) => {
        const tell = () =>
          queueMicrotask(() => onHead({ seq: this.seq, retentionDays: this.retentionDays }));
        this.#watchers.add(tell);
        tell();
        return () => void this.#watchers.delete(tell);
      },
    };
  }

  push(calls: readonly PushCall[]): PushAnswer[] {
    this.pushes += 1;
    const answers: PushAnswer[] = [];
    for (const call of calls) {
      try {
        answers.push(this.#call(call));
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        answers.push({ error: { message: error.message, data: error.data } });
        const code = String(error.data['code']);
        if (/SERVICE_UNAVAILABLE|TOO_MANY_REQUESTS|INTERNAL_SERVER_ERROR/.test(code)) break;
      }
    }
    return answers;
  }

  /** Forgets operations up to this one, with their receipts. */
  prune(seq: number): void {
    for (const { id } of this.operations.filter((one) => one.seq <= seq)) this.receipts.delete(id);
    this.operations = this.operations.filter((one) => one.seq > seq);
    this.pruned = seq;
  }

  /** A copy of everything, for `restore`. */
  backup(): Contents {
    const rows = Object.keys(this.model.nouns).flatMap((noun) =>
      [...this.rows.confirmed(noun)].map(([key, row]): [string, Key, Row] => [noun, key, row]),
    );
    const { operations, pruned } = this;
    const receipts = [...this.receipts];
    return structuredClone({ rows, operations, receipts, pruned, nextId: this.#nextId });
  }

  restore({ rows, operations, receipts, pruned, nextId }: Contents): void {
    this.rows = new Rows(this.model.nouns);
    for (const [noun, key, row] of rows) this.rows.setConfirmed(noun, key, row);
    this.operations = operations;
    this.receipts = new Map(receipts);
    this.pruned = pruned;
    this.#nextId = nextId;
  }

  /** All rows of a noun, by their keys. */
  all(noun: string): Row[] {
    return [...this.rows.confirmed(noun)]
      .toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1))
      .map(([, row]) => row);
  }

  #snapshot({ cursor }: { cursor?: string }): SnapshotPage {
    if (cursor !== undefined && this.forgetsCursors) throw new ServerError('BAD_REQUEST');
    const newestFirst = Object.keys(this.model.nouns)
      .flatMap((noun) =>
        [...this.rows.confirmed(noun)].map(([key, row]) => {
          return { noun, row, serial: this.#serials.get(`${noun} ${key}`) ?? 0 };
        }),
      )
      .toSorted((one, other) => other.serial - one.serial);
    const from = newestFirst.filter(({ serial }) => serial < Number(cursor ?? Infinity));
    const page = from.slice(0, this.pageSize);
    const last = page.at(-1);
    return {
      seq: this.seq,
      after: this.operations.at(-1)?.id ?? null,
      retentionDays: this.retentionDays,
      rows: page.map(({ noun, row }) => ({ noun, row })),
      nextCursor: last && from.length > page.length ? String(last.serial) : null,
    };
  }

  #since({ seq, after }: { seq: number; after: string | null }) {
    const known = this.operations.find((one) => one.seq === seq);
    const isOther = after !== null && seq > this.pruned && known?.id !== after;
    if (seq < this.pruned || seq > this.seq || isOther) {
      throw new ServerError('CONFLICT', { seq: this.seq });
    }
    const items = this.operations.filter((one) => one.seq > seq).slice(0, this.pageSize);
    return { items };
  }

  #call(call: PushCall): PushAnswer {
    this.before(call);
    const input = JSON.stringify([call.name, call.input]);
    const { operationId } = call.input as { operationId: string };
    const receipt = this.receipts.get(operationId);
    if (receipt && receipt.input !== input) throw new ServerError('CONFLICT');
    if (receipt) return receipt.answer;
    const changes = this.#changesOf(call);
    const answer = { seq: changes.length > 0 ? this.seq + 1 : null, data: {} };
    if (changes.length > 0) this.#commit(operationId, call, changes);
    this.receipts.set(operationId, { input, answer });
    return answer;
  }

  #changesOf({ name, input: { ...input }, at }: PushCall) {
    Reflect.deleteProperty(input, 'operationId');
    const command = this.model.commands[name];
    if (!command) throw new ServerError('BAD_REQUEST');
    const parsed = command.parse(input);
    const see: See = {
      row: (noun, key) => this.rows.at(noun, key) ?? undefined,
      where: (noun, field, named) => this.rows.where(noun, field, named),
      all: (noun) => this.rows.all(noun),
      isLateHere: () => true,
      changesOf: (id) => this.operations.find((one) => one.id === id)?.changes,
    };
    this.#refuse(name, parsed);
    const present = new Date(this.clock.now()).toISOString();
    const now = at > present ? present : at;
    const written = byRules(() => command.apply(see, parsed, { now, place: 0 }));
    if (written.length === 0 && name === 'operation.undo') throw new ServerError('CONFLICT');
    if (written.length === 0 && /create/i.test(name)) throw new ServerError('CONFLICT');
    return written.flatMap(({ noun, key, after }, place) => {
      const before = this.rows.at(noun, key);
      if (before === after) return [];
      const row = after && this.#stamped(before, after, present, place);
      return { noun, key, id: key, before, after: row };
    });
  }

  #refuse(name: string, input: object): void {
    const {
      id,
      ids = [id],
      ifUpdatedAt,
    } = input as { id?: Key; ids?: Key[]; ifUpdatedAt?: string };
    const [noun = ''] = name.split('.');
    if (/create/i.test(name)) {
      if (this.rows.confirmed(noun).size >= this.maxRows) throw new ServerError('BAD_REQUEST');
      return;
    }
    for (const key of ids) {
      if (key === undefined) continue;
      if (noun === 'operation') {
        if (!this.operations.some((one) => one.id === key)) throw new ServerError('NOT_FOUND');
        continue;
      }
      const row = this.rows.at(noun, key);
      if (!row) throw new ServerError('NOT_FOUND');
      if (ifUpdatedAt !== undefined && row.updatedAt !== ifUpdatedAt) {
        throw new ServerError('CONFLICT', { current: row });
      }
    }
  }

  /** As a server writes it: with its integer, its times, and a rank of its own at the end of an order. */
  #stamped(before: Row | null, written: Row, now: string, place: number): Row {
    const isAtEnd = String(written['rank']).startsWith(pendingRank(0).charAt(0));
    const after = isAtEnd ? { ...written, rank: rankOf(now, place) } : written;
    if (before) return { ...after, updatedAt: nextUpdatedAt(before, now) };
    if (!('createdAt' in after)) return { ...after, updatedAt: now };
    const isRestored = after['id'] !== null && !isAtEnd && after['createdAt'] !== now;
    if (isRestored) return { ...after, updatedAt: nextUpdatedAt(after, now) };
    const created = { ...after, createdAt: now, updatedAt: now };
    if (after['id'] !== null) return created;
    this.#nextId += 1;
    return { ...created, id: this.#nextId - 1 };
  }

  #commit(id: string, { name, input }: PushCall, changes: Operation['changes']): void {
    for (const { noun, key, after } of changes) {
      this.rows.setConfirmed(noun, key, after);
      const row = `${noun} ${key}`;
      if (!this.#serials.has(row)) this.#serials.set(row, this.#serials.size + 1);
    }
    this.rows.takeChanges();
    const undoes = name === 'operation.undo' ? (input as { id: string }).id : null;
    const createdAt = new Date(this.clock.now()).toISOString();
    this.operations.push({ id, seq: this.seq + 1, kind: name, undoes, createdAt, changes });
    for (const tell of this.#watchers) tell();
  }
}

function byRules<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RuleViolation) throw new ServerError('BAD_REQUEST');
    if (error instanceof MissingRow) throw new ServerError('NOT_FOUND');
    if (error instanceof RowConflict) throw new ServerError('CONFLICT', { current: error.row });
    throw error;
  }
}
