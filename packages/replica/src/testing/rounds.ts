import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    long?: true;
  }
}

/** How often a random test plays: few times with all tests, many times in `test:long`. */
export const rounds = (few: number, many: number): number => (inject('long') ? many : few);
