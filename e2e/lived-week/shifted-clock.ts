// `node --import shifted-clock.ts?file=…`: a process whose clock runs ahead by as many ms as the file says.
import { readFileSync } from 'node:fs';

const file = new URL(import.meta.url).searchParams.get('file') ?? '';
const RealDate = Date;
/** In ms: the file is read again after this time. */
const readEveryMs = 5;
let shift = 0;
let readAt = -Infinity;

function now(): number {
  if (performance.now() - readAt > readEveryMs) {
    shift = Number(readFileSync(file, 'utf8'));
    readAt = performance.now();
  }
  return RealDate.now() + shift;
}

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});
