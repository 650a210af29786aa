// Time, which is an argument: tests have a clock of their own.
export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number;
  /** @returns what calls it off. */
  setTimeout: (callback: () => void, ms: number) => () => void;
}

/** ISO timestamp with milliseconds, as rows have it. */
export const isoNow = (clock: Clock): string => new Date(clock.now()).toISOString();

export const sleep = (clock: Clock, ms: number): Promise<void> =>
  new Promise((resolve) => void clock.setTimeout(resolve, ms));
