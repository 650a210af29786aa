// Whether this instance wants requests. A load balancer asks now and then; until it has heard that the instance
// stops, it goes on sending requests, and would send them to a port that is closed, or to the next start.
import { setTimeout as sleep } from 'node:timers/promises';

export interface Readiness {
  isStopping: () => boolean;
  /** Call it with each question for `/readyz`, and the answer. */
  asked: (isReady: boolean) => void;
  /** From now on the answer is no. Resolves when those who ask regularly have heard it, within 3 s. */
  stop: () => Promise<void>;
}

/** Who has asked twice in this time is expected to ask again. In milliseconds. */
const regularMs = 5_000;
const maxDrainMs = 3_000;
/** Balancers may want more than one refusal before they believe it. */
const refusalsToHear = 3;

export function createReadiness(): Readiness {
  let isStopping = false;
  let last = [-Infinity, -Infinity];
  let refusals = 0;
  const isHeard = () => refusals >= refusalsToHear;
  return {
    isStopping: () => isStopping,
    asked(isReady) {
      last = [last[1] ?? -Infinity, Date.now()];
      if (isStopping && !isReady) refusals += 1;
    },
    async stop() {
      isStopping = true;
      const now = Date.now();
      if (now - (last[0] ?? -Infinity) > regularMs) return;
      while (!isHeard() && Date.now() - now < maxDrainMs) await sleep(50);
    },
  };
}
