// vitest's `setupFiles` of packages whose tests use the database and are not about how long it may take:
// limits of seconds are right for people, and chance on a machine that is busy. A test that is about
// them calls `useRealTimeouts`.
import { afterAll, beforeAll } from 'vitest';
import { scaleTimeouts } from '../connection/deadline.ts';

const longer = 30;
scaleTimeouts(longer);

/** For the tests of a file or a `describe`: calls and statements may take as long as in the product. */
export function useRealTimeouts(): void {
  beforeAll(() => scaleTimeouts(1));
  afterAll(() => scaleTimeouts(longer));
}
