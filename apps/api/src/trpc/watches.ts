// The open streams of `sync.watch`.
import { TRPCError } from '@trpc/server';
import type { Database } from '@tydo/db';
import { type SyncHead, syncLimits } from '@tydo/schemas/sync';
import { RetryLaterError } from '../errors/retry-later-error.ts';

/** Between two checks of the sessions of all streams, in milliseconds. */
const sessionCheckMs = 25_000;
/** Sessions that are looked up at a time, in one statement: calls need look-ups too. */
const sessionBatchSize = 500;
/** For a person with too many streams, in seconds. */
const retryAfter = 5;

export interface WatchOptions {
  personId: string;
  /** Whether the session is still valid. May reject when the database is unavailable. */
  isSignedIn: () => Promise<boolean>;
  /** Aborted when the client disconnects. */
  signal: AbortSignal | undefined;
}

export interface Watches {
  /**
   * Yields the `seq` of the person's latest operation, at once and whenever it grows; several may come as one.
   * Holds no database connection. Ends when the client disconnects, and with `close`.
   *
   * @throws RetryLaterError TOO_MANY_REQUESTS; TRPCError UNAUTHORIZED once the session has ended.
   */
  open: (options: WatchOptions) => AsyncIterable<SyncHead>;
  /** How many are open. */
  count: () => number;
  /** Ends all streams; later ones end at once. */
  close: () => void;
}

/** @param retentionDays days that operations are kept; null for ever. */
export function createWatches(
  db: Pick<Database, 'watch'>,
  retentionDays: number | null,
  checkMs = sessionCheckMs,
): Watches {
  const open = new Set<Stream>();
  let isClosed = false;
  let isChecking = false;
  const timer = setInterval(() => void checkSessions(), checkMs).unref();

  async function checkSessions(): Promise<void> {
    if (isChecking) return;
    isChecking = true;
    const streams = [...open];
    for (let at = 0; at < streams.length; at += sessionBatchSize) {
      const batch = streams.slice(at, at + sessionBatchSize);
      await Promise.all(batch.map((stream) => stream.checkSession()));
    }
    isChecking = false;
  }

  const countOf = (personId: string) =>
    [...open].filter((stream) => stream.personId === personId).length;

  async function* read(stream: Stream): AsyncGenerator<SyncHead> {
    try {
      for (let seq = await stream.next(); seq !== undefined; seq = await stream.next()) {
        yield { seq, retentionDays };
      }
    } finally {
      stream.end();
    }
  }

  return {
    open(options) {
      if (countOf(options.personId) >= syncLimits.watches) {
        const message = `A person may have ${syncLimits.watches} watches at a time. End one first.`;
        throw new RetryLaterError('TOO_MANY_REQUESTS', message, retryAfter);
      }
      const stream: Stream = createStream(db, options, () => open.delete(stream));
      open.add(stream);
      if (isClosed || options.signal?.aborted) stream.end();
      return read(stream);
    },
    count: () => open.size,
    close() {
      isClosed = true;
      clearInterval(timer);
      for (const stream of open) stream.end();
    },
  };
}

interface Stream {
  personId: string;
  /** Waits for a `seq` that was not returned yet; undefined at the end. */
  next: () => Promise<number | undefined>;
  checkSession: () => Promise<void>;
  end: () => void;
}

function createStream(
  db: Pick<Database, 'watch'>,
  { personId, isSignedIn, signal }: WatchOptions,
  onEnd: () => void,
): Stream {
  const state: { latest?: number | undefined; hasEnded: boolean; isSignedOut: boolean } = {
    hasEnded: false,
    isSignedOut: false,
  };
  let wake = () => {};
  const unwatch = db.watch(personId, (seq) => {
    state.latest = seq;
    wake();
  });
  const stream: Stream = {
    personId,
    async next() {
      while (state.latest === undefined && !state.hasEnded && !state.isSignedOut) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (state.hasEnded) return undefined;
      if (state.isSignedOut) {
        throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in first.' });
      }
      const { latest } = state;
      state.latest = undefined;
      return latest;
    },
    async checkSession() {
      // When the database is unavailable, the next check decides.
      state.isSignedOut = !(await isSignedIn().catch(() => true));
      if (state.isSignedOut) wake();
    },
    end() {
      if (state.hasEnded) return;
      state.hasEnded = true;
      signal?.removeEventListener('abort', stream.end);
      unwatch();
      onEnd();
      wake();
    },
  };
  signal?.addEventListener('abort', stream.end);
  return stream;
}
