// Which commands the next push takes, and in which form each is sent.
import { syncLimits } from '@tydo/schemas/sync';
import { maxBodyBytes } from '@tydo/schemas/wire';
import type { PushCall } from './api.ts';
import type { Clock } from './clock.ts';
import { judge } from './conflict.ts';
import type { Device } from './device.ts';
import type { Entry, Refusal, Sent } from './entry.ts';
import type { Fields, Key } from './model.ts';
import type { Pending } from './pending.ts';
import { rowRead } from './see.ts';
import { textChangeOf } from './seen-texts.ts';
import type { ReplicaState } from './state.ts';

export interface Batch {
  calls: { pending: Pending; sent: Sent; call: PushCall }[];
  /** What is not sent any more. */
  refusals: { pending: Pending; why: Refusal }[];
  /** What there is nothing left to do of. */
  done: { pending: Pending; sent: Sent }[];
}

/** A refusal that may pass: the rows are read again first. */
export interface Retry {
  input: object;
  why: Refusal;
  /** How many pulls there were. */
  pulls: number;
}

type Prepared = { input: object } | { why: Refusal } | 'wait' | 'done';

const day = 24 * 60 * 60 * 1_000;
/** Of a body, for what is around the calls. */
const envelope = 100;

export class Preparation {
  readonly #device: Device;
  readonly #retries = new WeakMap<Pending, Retry>();
  /** How often all operations had been read when a command with `where` was first looked at. */
  readonly #lookedAt = new WeakMap<Pending, number>();
  /** How often all operations were read. */
  #pulls = 0;
  /** Whether a command waits for the next time. */
  #isAwaited = false;
  /** How many calls the next push may have. */
  maxCalls: number = syncLimits.calls;

  constructor(device: Device) {
    this.#device = device;
  }

  /**
   * It is sent once more, when the rows are as the server has them.
   *
   * @returns false where nothing can have changed since the last try.
   */
  retryAfterPull(pending: Pending, why: Refusal): boolean {
    const { input } = pending.sent ?? pending.entry;
    const { name, seen } = pending.entry;
    const data: Fields = 'data' in why ? why.data : {};
    const isGone = data['code'] === 'NOT_FOUND';
    const isText = seen !== undefined && (isGone || data['code'] === 'CONFLICT');
    const command = this.#device.state.model.commands[name];
    const hasRemains = isGone && command !== undefined && 'remaining' in command;
    if (!isText && !hasRemains) return false;
    this.#retries.set(pending, { input, why, pulls: this.#pulls });
    return true;
  }

  /** All operations were read. @returns whether a command has waited for that. */
  pulled(): boolean {
    this.#pulls += 1;
    const wasAwaited = this.#isAwaited;
    this.#isAwaited = false;
    return wasAwaited;
  }

  /** In the order of the commands, ending before one that has to wait. */
  next(): Batch {
    const { state, clock } = this.#device;
    const batch: Batch = { calls: [], refusals: [], done: [] };
    let bytes = envelope;
    /** Rows whose texts it changes. */
    const texts = new Set<string>();
    for (const pending of state.pending.list) {
      const isNew = pending.entry.where && !this.#lookedAt.has(pending);
      if (isNew) this.#lookedAt.set(pending, this.#pulls);
    }
    for (const pending of state.pending.list) {
      if (pending.sent?.answer) continue;
      if (!pending.isStored || batch.calls.length >= this.maxCalls) break;
      const prepared = pending.sent ? this.#again(pending.sent) : this.#first(pending);
      if (prepared === 'wait') break;
      const { entry } = pending;
      if (prepared === 'done') {
        const sent = { sentAt: clock.now(), input: entry.input, answer: { seq: null } };
        batch.done.push({ pending, sent });
      } else if ('why' in prepared) batch.refusals.push({ pending, why: prepared.why });
      else {
        const { operationId, name, at } = entry;
        // A text that is refused on the way is tried again: its row must be there still.
        if (pending.effects.some((one) => one.after === null && texts.has(nameOf(one)))) break;
        const change = entry.seen && textChangeOf(state.model, entry);
        if (change) texts.add(nameOf(change));
        const call = { name, input: { ...prepared.input, operationId }, at };
        bytes += new TextEncoder().encode(JSON.stringify(call)).length + 1;
        if (batch.calls.length > 0 && bytes > maxBodyBytes) break;
        const sent = pending.sent ?? { sentAt: clock.now(), input: prepared.input };
        batch.calls.push({ pending, sent, call });
      }
    }
    return batch;
  }

  /** A repeat is the same, or none at all: the server may have forgotten that it was done. */
  #again(sent: Sent): Prepared {
    const { state, clock } = this.#device;
    return isForgotten(state, sent, clock) ? { why: { kind: 'expired' } } : { input: sent.input };
  }

  /** Whether all operations were read since it was given: its rows may be others by now. */
  #isJudged(pending: Pending): boolean {
    const isJudged = (this.#lookedAt.get(pending) ?? this.#pulls) < this.#pulls;
    this.#isAwaited ||= !isJudged;
    return isJudged;
  }

  #first(pending: Pending): Prepared {
    const { state } = this.#device;
    const { entry } = pending;
    const retry = this.#retries.get(pending);
    if (retry?.pulls === this.#pulls) return 'wait';
    if (entry.where && !this.#isJudged(pending)) return 'wait';
    const change = entry.seen && textChangeOf(state.model, entry);
    if (change || entry.where) {
      if (!state.status.get().isLoaded) return 'wait';
      // One's own change before it would count as a change elsewhere.
      if (isTouched(state, pending, change ? [change] : pending.effects)) return 'wait';
    }
    const input = retry || entry.where ? this.#remaining(entry) : entry.input;
    if (!input) return 'done';
    const prepared = judge(state, { ...entry, input });
    const isSame =
      'input' in prepared && JSON.stringify(prepared.input) === JSON.stringify(retry?.input);
    return retry && isSame ? { why: retry.why } : prepared;
  }

  /** Without what is gone, or is not what was meant; undefined where that is all. */
  #remaining({ name, input, where = {} }: Entry): object | undefined {
    const { model, rows } = this.#device.state;
    const command = model.commands[name];
    if (!command?.remaining) return input;
    const row = (noun: string, key: Key) => {
      const confirmed = rows.confirmed(noun).get(key);
      const isMeant = Object.keys(where).every((field) => confirmed?.[field] === where[field]);
      return isMeant ? confirmed : undefined;
    };
    return command.remaining({ row }, input);
  }
}

const nameOf = ({ noun, key }: { noun: string; key: Key }): string => rowRead(noun, key);

/** Whether a command before it that waits changes one of these rows. */
function isTouched(
  { pending: { list } }: ReplicaState,
  { place }: Pending,
  rows: readonly { noun: string; key: Key }[],
): boolean {
  const names = new Set(rows.map(nameOf));
  return list.some(
    (other) => other.place < place && other.effects.some((one) => names.has(nameOf(one))),
  );
}

/** Whether the server may have forgotten what it did with a command. */
export const isForgotten = (
  { retentionDays }: Pick<ReplicaState, 'retentionDays'>,
  { sentAt }: Sent,
  clock: Clock,
): boolean => clock.now() - sentAt > ((retentionDays ?? Infinity) - 1) * day;
