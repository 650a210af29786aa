import { sha1 } from './sha1.ts';

/** Of all ids that an import makes. It never changes: the ids of earlier imports would. */
const namespace = '6f0d5bb4-54ab-5c1e-9d0b-0d4f1f6c2a11';

const encoder = new TextEncoder();

const bytesOf = (uuid: string): number[] =>
  (uuid.replaceAll('-', '').match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));

const ownSpace = bytesOf(namespace);

/** A UUID that is made of names (RFC 9562, version 5): the same for the same names. */
export const uuid5 = (names: readonly string[]): string => inSpace(ownSpace, JSON.stringify(names));

/** The `operationId` of a run's n-th call, from 0. @param run the UUID of the run. */
export const operationIdOf = (run: string, call: number): string =>
  inSpace(bytesOf(run), String(call));

function inSpace(space: readonly number[], name: string): string {
  const text = encoder.encode(name);
  const bytes = new Uint8Array(space.length + text.length);
  bytes.set(space);
  bytes.set(text, space.length);
  const digest = sha1(bytes);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  let hex = '';
  for (const byte of digest.subarray(0, 16)) hex += byte.toString(16).padStart(2, '0');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
