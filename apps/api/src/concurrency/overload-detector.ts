// Whether the server has more work in progress than it can soon do. By Little's law, a new step takes as long as
// the steps in progress divided by the steps that end per second. A request is two steps at least: the look-up
// of its session, and each of its calls. What waits for a slot of its person is not in progress.

export interface OverloadDetector {
  begin: () => void;
  end: () => void;
  /** Whether a new request would take so long that it is better refused. */
  isOverloaded: () => boolean;
}

/** With fewer steps in progress the server is not overloaded, however slow it is. */
const minInProgress = 128;
/** How long a step may take. With two for a request, requests stay below a second. */
const maxStepMs = 100;
/** A crowd that arrives at one moment is not an overload yet. It is also the shortest time to measure in. */
const minBusyMs = 100;
/** The throughput is that of one to two such periods. */
const periodMs = 500;

/** @param now a clock in milliseconds, for tests. */
export function createOverloadDetector(now = (): number => performance.now()): OverloadDetector {
  let inProgress = 0;
  let ended = 0;
  /** Undefined while few steps are in progress. */
  let busySince: number | undefined;
  let earlier = { at: 0, ended };
  let latest = earlier;
  return {
    begin() {
      inProgress += 1;
      if (inProgress < minInProgress || busySince !== undefined) return;
      busySince = now();
      latest = { at: busySince, ended };
      earlier = latest;
    },
    end() {
      inProgress -= 1;
      ended += 1;
      if (inProgress < minInProgress / 2) busySince = undefined;
    },
    isOverloaded() {
      if (inProgress < minInProgress || busySince === undefined) return false;
      const at = now();
      if (at - busySince < minBusyMs) return false;
      if (at - latest.at >= periodMs) {
        earlier = latest;
        latest = { at, ended };
      }
      const perMs = (ended - earlier.ended) / (at - earlier.at);
      return inProgress > perMs * maxStepMs;
    },
  };
}
