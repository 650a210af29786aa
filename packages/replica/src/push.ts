// Sends commands in their order, and takes what they are answered.
import { recordOf } from '@tydo/schemas/record';
import { syncLimits } from '@tydo/schemas/sync';
import { codeOf, type PushAnswer, type ServerError } from './api.ts';
import type { Device } from './device.ts';
import type { DiskWrite } from './disk.ts';
import type { Refusal, Sent } from './entry.ts';
import { refuse } from './outbox.ts';
import { deleted, type Pending } from './pending.ts';
import { type Batch, isForgotten, Preparation } from './prepare.ts';

/** The server stopped at a command, for a reason that passes by itself. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
  readonly data: Readonly<Record<string, unknown>>;

  constructor({ message, data }: ServerError) {
    super(message);
    this.data = data;
  }
}

const passing = new Set(['SERVICE_UNAVAILABLE', 'TOO_MANY_REQUESTS', 'INTERNAL_SERVER_ERROR']);
/** So many failures at one command within so many milliseconds are its own: the others go on. */
const maxFailures = 5;
const failuresWithinMs = 60_000;

export class Push {
  readonly #device: Device;
  readonly #preparation: Preparation;
  readonly #failures = new WeakMap<Pending, readonly number[]>();

  constructor(device: Device) {
    this.#device = device;
    this.#preparation = new Preparation(device);
  }

  /** All operations were read. @returns whether something waited for that and can be sent now. */
  pulled(): boolean {
    return this.#preparation.pulled();
  }

  /**
   * Sends what can be sent now.
   *
   * @returns whether anything was done.
   * @throws StoppedError; what the call throws.
   */
  async send(): Promise<boolean> {
    const { disk } = this.#device;
    const { calls, refusals, done } = this.#preparation.next();
    await refuse(this.#device, refusals);
    if (done.length > 0) await this.#keep(done);
    if (calls.length === 0) return refusals.length + done.length > 0;
    // Before they leave: a repeat, by this tab or by another one, has the same input.
    const writes = calls.filter(({ pending }) => !pending.sent).map(written);
    for (const { pending, sent } of calls) pending.sent = sent;
    if (writes.length > 0) await disk.write(writes);
    await this.#sendCalls(calls);
    return true;
  }

  async #sendCalls(calls: Batch['calls']): Promise<void> {
    const { state, api } = this.#device;
    state.tell({ isSending: true });
    try {
      const { answers } = await api.push({ calls: calls.map(({ call }) => call) });
      this.#preparation.maxCalls = syncLimits.calls;
      await this.#take(calls, answers);
    } catch (error) {
      const isInput = ['BAD_REQUEST', 'PAYLOAD_TOO_LARGE'].includes(codeOf(error) ?? '');
      const [first] = calls;
      if (!isInput || !first) throw error;
      // One of them cannot be sent at all: which, comes out when they are sent one by one.
      this.#preparation.maxCalls = 1;
      if (calls.length === 1) await refuse(this.#device, [refusalOf(first.pending, error)]);
    } finally {
      state.tell({ isSending: false });
    }
  }

  async #take(calls: Batch['calls'], answers: readonly PushAnswer[]): Promise<void> {
    const done: { pending: Pending; sent: Sent }[] = [];
    const refusals: { pending: Pending; why: Refusal }[] = [];
    const again: Pending[] = [];
    let stopped: StoppedError | undefined;
    for (const [index, { pending, sent }] of calls.entries()) {
      const answer = answers[index];
      if (!answer) break;
      if (!('error' in answer)) {
        done.push({ pending, sent: { ...sent, answer: { seq: answer.seq } } });
        continue;
      }
      const refusal = refusalOf(pending, answer.error);
      const isPassing = passing.has(codeOf(answer.error) ?? '');
      if (isPassing && this.#failsAgainAndAgain(pending, answer.error)) {
        refusals.push({ pending, why: { ...refusal.why, kind: 'failed' } });
      } else if (isPassing) stopped = new StoppedError(answer.error);
      else if (this.#preparation.retryAfterPull(pending, refusal.why)) again.push(pending);
      else refusals.push(refusal);
    }
    await this.#keep(done);
    await this.#unsend(again);
    await refuse(this.#device, refusals);
    if (stopped) throw stopped;
  }

  #failsAgainAndAgain(pending: Pending, error: ServerError): boolean {
    if (codeOf(error) !== 'INTERNAL_SERVER_ERROR') return false;
    const now = this.#device.clock.now();
    const recent = (this.#failures.get(pending) ?? []).filter((at) => now - at < failuresWithinMs);
    this.#failures.set(pending, [...recent, now]);
    return recent.length + 1 >= maxFailures;
  }

  /** They are answered. What they show stays until the rows have it. */
  async #keep(done: readonly { pending: Pending; sent: Sent }[]): Promise<void> {
    const { state, disk, tellStored } = this.#device;
    if (done.length === 0) return;
    await disk.write(done.map(written));
    state.batch(() => {
      for (const { pending, sent } of done) {
        pending.sent = sent;
        if (sent.answer) state.answer(pending.entry.operationId, sent.answer);
      }
      state.confirm([]);
    });
    tellStored();
  }

  async #unsend(again: readonly Pending[]): Promise<void> {
    if (again.length === 0) return;
    for (const pending of again) pending.sent = undefined;
    await this.#device.disk.write(
      again.map(({ place }): DiskWrite => ({ store: 'sent', delete: place })),
    );
  }
}

const refusalOf = (
  pending: Pending,
  error: unknown,
): { pending: Pending; why: { kind: 'refused' } & ServerError } => {
  const { message, data } = recordOf(error);
  return {
    pending,
    why: { kind: 'refused', message: String(message), data: { ...recordOf(data) } },
  };
};

/**
 * The journal is not the one that the answers are of: what has not come back is sent again, so that its
 * receipt tells. What is so old that there may be no receipt was done.
 */
export async function forgetAnswers({ state, disk, clock }: Device): Promise<void> {
  const old: Pending[] = [];
  const again: { pending: Pending; sent: Sent }[] = [];
  for (const pending of state.pending.list) {
    const { sent } = pending;
    if (!sent?.answer) continue;
    if (isForgotten(state, sent, clock)) old.push(pending);
    else again.push({ pending, sent: { sentAt: sent.sentAt, input: sent.input } });
  }
  await disk.write([...old.flatMap(deleted), ...again.map(written)]);
  state.batch(() => {
    for (const pending of old) state.leave(pending);
    for (const { pending, sent } of again) pending.sent = sent;
  });
}

const written = ({ pending, sent }: { pending: Pending; sent: Sent }): DiskWrite => ({
  store: 'sent',
  key: pending.place,
  put: sent,
});
