// Arbitrary requests that try to make the server fail, as bytes.
import fc from 'fast-check';
import { account } from './accounts.ts';
import type { HostileRequest } from './bytes.ts';
import { batch, bytes, call, coding, disconnect, pipeline, size, text, type } from './calls.ts';
import { mcp, rest } from './faces.ts';
import { credentials, header, method, noise, path, query } from './http.ts';

const kinds: Record<string, fc.Arbitrary<HostileRequest>> = {
  call,
  text,
  rest,
  mcp,
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
  disconnect,
};
/** Calls and texts are the most frequent; the other kinds are equally likely. */
export const hostile: fc.Arbitrary<HostileRequest & { kind: string }> = fc.oneof(
  ...Object.entries(kinds).map(([kind, arbitrary]) => ({
    weight: kind === 'call' || kind === 'text' ? 4 : 1,
    arbitrary: arbitrary.map((made) => ({ ...made, kind })),
  })),
);
