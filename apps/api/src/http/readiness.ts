// What `/readyz` says, and how long a stop waits for that to be known. A load balancer probes `/readyz` at an
// interval, and sends requests until a probe fails: without the wait they would meet a closed port.
import { setTimeout as sleep } from 'node:timers/promises';

export interface Readiness {
  isStopping: () => boolean;
  /** Call it with each probe of `/readyz`, and the answer. */
  noteProbe: (isReady: boolean) => void;
  /**
   * From now on the answer is no. Resolves when three probes have failed, or after 3 s; at once where nothing
   * probes regularly.
   */
  stop: () => Promise<void>;
}

/** Two probes within this time are regular ones. In milliseconds. */
const maxProbeIntervalMs = 5_000;
const maxDrainMs = 3_000;
/** Balancers may take an instance out after several failures only. */
const minFailedProbes = 3;

export function createReadiness(): Readiness {
  let isStopping = false;
  let lastProbes = [-Infinity, -Infinity];
  let failedProbes = 0;
  const isKnown = () => failedProbes >= minFailedProbes;
  return {
    isStopping: () => isStopping,
    noteProbe(isReady) {
      lastProbes = [lastProbes[1] ?? -Infinity, Date.now()];
      if (isStopping && !isReady) failedProbes += 1;
    },
    async stop() {
      isStopping = true;
      const now = Date.now();
      if (now - (lastProbes[0] ?? -Infinity) > maxProbeIntervalMs) return;
      while (!isKnown() && Date.now() - now < maxDrainMs) await sleep(50);
    },
  };
}
