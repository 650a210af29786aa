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

/** The work takes the rest of a second. */
const maxWaitMs = 300;
/** With fewer that wait, none is late: a server that is only slow refuses nobody. */
const minCrowd = 128;

/** So that those who only connect keep nobody waiting. */
const maxAcceptMs = 20;
/** How long a turn starts requests. */
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
      next.start(startedAt - next.at > maxWaitMs && waiting.length >= minCrowd);
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
