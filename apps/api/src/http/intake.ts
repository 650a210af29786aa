// Where requests wait until they are started. Each turn of the event loop starts a few, so that those in progress
// go on, and a crowd that waits for too long is known.
//
// Connections are accepted first. libuv accepts one in each turn: while turns do work, a crowd would wait in the
// kernel, unseen.

export interface Intake {
  /** Call it when a connection was accepted. */
  noteConnection: () => void;
  /**
   * Calls `start` later, in the order of these calls.
   *
   * @param start `isLate`: it has waited for long, and many others wait: it is better refused.
   */
  add: (start: (isLate: boolean) => void) => void;
}

/** How long a request may wait here. Its work takes longer, and it should be answered within a second. */
const maxWaitMs = 100;
/** While fewer others wait, no request is late: a server that is only slow refuses none. */
const minQueueLength = 128;

/** How long connections are accepted first. Otherwise clients that only connect would delay all requests. */
const maxAcceptMs = 20;
/** How long one turn of the event loop starts requests. */
const maxStartMs = 10;

/** @param now a clock in milliseconds, for tests. */
export function createIntake(now = (): number => performance.now()): Intake {
  const waiting: { start: (isLate: boolean) => void; at: number }[] = [];
  let isScheduled = false;
  let hasAccepted = false;
  let acceptUntil = 0;
  const schedule = () => {
    if (isScheduled) return;
    isScheduled = true;
    acceptUntil = now() + maxAcceptMs;
    setImmediate(endTurn);
  };
  const endTurn = () => {
    if (hasAccepted && now() < acceptUntil) {
      hasAccepted = false;
      setImmediate(endTurn);
      return;
    }
    isScheduled = false;
    hasAccepted = false;
    const startedAt = now();
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      next.start(startedAt - next.at > maxWaitMs && waiting.length >= minQueueLength);
      if (now() - startedAt > maxStartMs) break;
    }
    if (waiting.length > 0) schedule();
  };
  return {
    noteConnection() {
      hasAccepted = true;
      schedule();
    },
    add(start) {
      waiting.push({ start, at: now() });
      schedule();
    },
  };
}
