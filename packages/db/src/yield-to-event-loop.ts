// Long work is split into steps, of which each iteration of the event loop runs one: immediates that were
// queued together would all run in the same iteration.
import { setImmediate as immediate } from 'node:timers/promises';

let last: Promise<void> = Promise.resolve();

/** Resolves after timers, sockets and the steps that were queued before. */
export function yieldToEventLoop(): Promise<void> {
  last = last.then(() => immediate());
  return last;
}
