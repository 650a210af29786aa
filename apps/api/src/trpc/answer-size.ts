// How large the HTTP answer of a request becomes: known before it is read where that is possible.
import { TRPCError } from '@trpc/server';
import type { AnswerSize as Size } from '@tydo/db';
import { maxAnswerBytes } from '@tydo/schemas/wire';
import type { Response } from 'express';
import type { Aside } from '../concurrency/keyed-limiter.ts';
import {
  largeAnswer,
  type Permit,
  type Permits,
  type WaitOptions,
} from '../concurrency/large-answers.ts';
import { goneSignal } from '../http/gone.ts';

/** How long a client may take to read a large answer, in milliseconds: others may wait for it. */
const slowestReadMs = 120_000;

interface AllPermits {
  largeAnswers: Permits;
  heavyWrites: Permits;
}

/** Of one request; the calls of a batch share it. */
export class AnswerSize {
  readonly #permits: AllPermits;
  readonly #res: Response;
  readonly #deadline: number;
  /** What calls have answered, and what those that are under way will. */
  #sum = 0;
  #made = 0;
  #permit: Promise<void> | undefined;
  #gone: AbortSignal | undefined;
  /** Calls whose first read was not let pass yet, in their order; each ends when it is, or is over. */
  readonly #coming = new Set<Promise<void>>();

  constructor(permits: AllPermits, res: Response, deadline: number) {
    this.#permits = permits;
    this.#res = res;
    this.#deadline = deadline;
  }

  get isLarge(): boolean {
    return this.#sum > largeAnswer;
  }

  /** A call that begins, in the order of the batch. */
  begin(): CallSize {
    const earlier = [...this.#coming];
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#coming.add(promise);
    const pass = () => {
      this.#coming.delete(promise);
      resolve();
    };
    let reserved = 0;
    let heavy: Permit | undefined;
    return {
      admit: async (personId, { atMost, exactly, of }, aside) => {
        if (of === 'changes') {
          pass();
          if (atMost <= largeAnswer) return;
          await aside(async () => {
            heavy = await this.#permits.heavyWrites(personId, this.#waitOptions());
          });
          return;
        }
        // Those that fit are the first of the batch, not the fastest.
        const before = earlier.filter((one) => this.#coming.has(one));
        if (before.length > 0) await aside(async () => void (await Promise.all(before)));
        // What may be less is not refused for what it may be.
        if (exactly && this.#sum > 0 && this.#sum + atMost > maxAnswerBytes) throw tooLarge();
        const more = Math.max(0, atMost - reserved);
        this.#sum += more;
        reserved += more;
        pass();
        if (this.isLarge) await aside(() => this.#take(personId));
      },
      end: () => {
        heavy?.release();
        this.#sum -= reserved;
        pass();
      },
    };
  }

  /**
   * Before a call begins: those before it may have answered much already.
   *
   * @throws TRPCError TOO_MANY_REQUESTS; PAYLOAD_TOO_LARGE where there is no room left.
   */
  async waitForRoom(personId: string, aside: Aside): Promise<void> {
    if (this.#made >= maxAnswerBytes) throw tooLarge();
    if (this.isLarge) await aside(() => this.#take(personId));
  }

  /** What a call has answered. @throws TRPCError PAYLOAD_TOO_LARGE where it does not fit. */
  count(bytes: number): void {
    if (this.#made > 0 && this.#made + bytes > maxAnswerBytes) throw tooLarge();
    this.made(bytes);
  }

  /** What a call has answered, whose place in the answer is decided later. */
  made(bytes: number): void {
    this.#sum += bytes;
    this.#made += bytes;
  }

  async #take(personId: string): Promise<void> {
    this.#permit ??= this.#permitted(personId);
    await this.#permit;
  }

  /** Others wait until the answer is made; this person until its client has read it. */
  async #permitted(personId: string): Promise<void> {
    const { made, release } = await this.#permits.largeAnswers(personId, this.#waitOptions());
    // All of it is written; what its client has not read yet waits in memory.
    this.#res.once('prefinish', made);
    const late = setTimeout(() => this.#res.destroy(), slowestReadMs);
    this.#res.once('close', () => {
      clearTimeout(late);
      release();
    });
  }

  #waitOptions(): WaitOptions {
    this.#gone ??= goneSignal(this.#res);
    return { deadline: this.#deadline, gone: this.#gone };
  }
}

export interface CallSize {
  /** Before so much is read. @throws TRPCError PAYLOAD_TOO_LARGE, TOO_MANY_REQUESTS */
  admit: (personId: string, size: Size, aside: Aside) => Promise<void>;
  /** It has answered, or was refused. */
  end: () => void;
}

export const tooLarge = (): TRPCError =>
  new TRPCError({
    code: 'PAYLOAD_TOO_LARGE',
    message: `With this call the answer would be larger than ${maxAnswerBytes / 2 ** 20} MiB. Send it again with fewer calls, or alone.`,
  });
