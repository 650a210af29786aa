// Requests of somebody who wants to see the server fail, as bytes.
import fc from 'fast-check';
import { account } from './accounts.ts';
import type { Hostile } from './bytes.ts';
import { batch, bytes, call, coding, gone, pipeline, size, text, type } from './calls.ts';
import { credentials, header, method, noise, path, query } from './surface.ts';

const kinds: Record<string, fc.Arbitrary<Hostile>> = {
  call,
  text,
  pipeline,
  batch,
  path,
  query,
  method,
  type,
  coding,
  bytes,
  size,
  header,
  credentials,
  account,
  noise,
  gone,
};
/** Each kind as often as the others, but for calls and texts, of which there are most. */
export const hostile: fc.Arbitrary<Hostile & { kind: string }> = fc.oneof(
  ...Object.entries(kinds).map(([kind, arbitrary]) => ({
    weight: kind === 'call' || kind === 'text' ? 4 : 1,
    arbitrary: arbitrary.map((made) => ({ ...made, kind })),
  })),
);
