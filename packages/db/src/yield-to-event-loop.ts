// Work that takes long goes in steps, and of all steps one at a time: of what waits for the same round
// of the event loop, everything would run in one.
import { setImmediate as roundOf } from 'node:timers/promises';

let last: Promise<void> = Promise.resolve();

/** Waits until timers and sockets, and the steps that came before, have had their turn. */
export function yieldToEventLoop(): Promise<void> {
  last = last.then(() => roundOf());
  return last;
}
