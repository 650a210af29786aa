// Bounds the size of HTTP responses, before rows are read where their size is known in advance.
import { TRPCError } from '@trpc/server';
import type { AnswerSize as ReadSize } from '@tydo/db';
import { maxResponseBytes } from '@tydo/schemas/wire';
import type { Response } from 'express';
import type { WithoutSlot } from '../concurrency/keyed-limiter.ts';
import {
  type AcquireOptions,
  largeResponseBytes,
  type Permit,
  type Semaphore,
} from '../concurrency/semaphores.ts';
import { disconnectSignal } from '../http/disconnect.ts';

/** How long a client may take to read a large response, in milliseconds: others may wait for it. */
const readTimeoutMs = 120_000;

interface Semaphores {
  largeResponses: Semaphore;
  heavyWrites: Semaphore;
}

/** The size of one HTTP response; the calls of a batch share it. */
export class ResponseSize {
  readonly #semaphores: Semaphores;
  readonly #res: Response;
  readonly #deadline: number;
  /** Bytes of the finished calls, and those reserved by running calls. */
  #expectedBytes = 0;
  /** Bytes of the finished calls. */
  #finishedBytes = 0;
  #permit: Promise<void> | undefined;
  #releaseSlot = () => {};
  #signal: AbortSignal | undefined;
  /** Calls that were not admitted yet, in batch order. Each resolves when it is admitted or ends. */
  readonly #pending = new Set<Promise<void>>();

  constructor(semaphores: Semaphores, res: Response, deadline: number) {
    this.#semaphores = semaphores;
    this.#res = res;
    this.#deadline = deadline;
  }

  get isLarge(): boolean {
    return this.#expectedBytes > largeResponseBytes;
  }

  /** Starts a call; calls start in batch order. */
  startCall(): CallBudget {
    const earlier = [...this.#pending];
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#pending.add(promise);
    const leavePending = () => {
      this.#pending.delete(promise);
      resolve();
    };
    let reserved = 0;
    let writePermit: Permit | undefined;
    return {
      reserveMemory: async (personId, { atMost, exactly, of }, withoutSlot) => {
        if (of === 'changes') {
          leavePending();
          if (atMost <= largeResponseBytes) return;
          await withoutSlot(async () => {
            writePermit = await this.#semaphores.heavyWrites(personId, this.#acquireOptions());
          });
          return;
        }
        // The calls that fit are the first of the batch, not the fastest.
        const before = earlier.filter((one) => this.#pending.has(one));
        if (before.length > 0) await withoutSlot(async () => void (await Promise.all(before)));
        // A size that is only an upper bound is not refused in advance.
        if (exactly && this.#expectedBytes > 0 && this.#expectedBytes + atMost > maxResponseBytes) {
          throw tooLarge();
        }
        const more = Math.max(0, atMost - reserved);
        this.#expectedBytes += more;
        reserved += more;
        leavePending();
        if (this.isLarge) await withoutSlot(() => this.#acquirePermit(personId));
      },
      end: () => {
        writePermit?.release();
        this.#expectedBytes -= reserved;
        leavePending();
      },
    };
  }

  /**
   * Before a call's work: earlier calls may have made the response large already.
   *
   * @throws TRPCError TOO_MANY_REQUESTS; PAYLOAD_TOO_LARGE when the response is full.
   */
  async waitForRoom(personId: string, withoutSlot: WithoutSlot): Promise<void> {
    if (this.#finishedBytes >= maxResponseBytes) throw tooLarge();
    if (this.isLarge) await withoutSlot(() => this.#acquirePermit(personId));
  }

  /** Adds the result of a call. @throws TRPCError PAYLOAD_TOO_LARGE when it does not fit. */
  addWithinLimit(bytes: number): void {
    if (this.#finishedBytes > 0 && this.#finishedBytes + bytes > maxResponseBytes) throw tooLarge();
    this.add(bytes);
  }

  /** Adds the result of a call; the caller checks the limit. */
  add(bytes: number): void {
    this.#expectedBytes += bytes;
    this.#finishedBytes += bytes;
  }

  /** The whole response is written, though maybe to a stream that compresses it as the client reads. */
  endWriting(): void {
    this.#releaseSlot();
  }

  async #acquirePermit(personId: string): Promise<void> {
    this.#permit ??= this.#acquireAndRelease(personId);
    await this.#permit;
  }

  /** Holds the slot until the response is written, and the permit until the client has read it. */
  async #acquireAndRelease(personId: string): Promise<void> {
    const { releaseSlot, release } = await this.#semaphores.largeResponses(
      personId,
      this.#acquireOptions(),
    );
    this.#releaseSlot = releaseSlot;
    // Everything is written; what the client has not read yet stays in memory.
    this.#res.once('prefinish', releaseSlot);
    const timer = setTimeout(() => this.#res.destroy(), readTimeoutMs);
    this.#res.once('close', () => {
      clearTimeout(timer);
      release();
    });
  }

  #acquireOptions(): AcquireOptions {
    this.#signal ??= disconnectSignal(this.#res);
    return { deadline: this.#deadline, signal: this.#signal };
  }
}

/** The share of one call in the response. */
export interface CallBudget {
  /** Call it before reading rows of this size. @throws TRPCError PAYLOAD_TOO_LARGE, TOO_MANY_REQUESTS */
  reserveMemory: (personId: string, size: ReadSize, withoutSlot: WithoutSlot) => Promise<void>;
  /** Call it when the call succeeds or fails. */
  end: () => void;
}

export const tooLarge = (): TRPCError =>
  new TRPCError({
    code: 'PAYLOAD_TOO_LARGE',
    message: `With this call the response would be larger than ${maxResponseBytes / 2 ** 20} MiB. Send it again with fewer calls, or alone.`,
  });
