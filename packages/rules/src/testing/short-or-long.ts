import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether this is `pnpm test:long`. */
    long?: true;
  }
}

/** The first value in a normal run, the second in `pnpm test:long`. */
export const shortOrLong = (few: number, many: number): number => (inject('long') ? many : few);
