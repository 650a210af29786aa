// What a replica asks of its server. The typed client gives it; the tests have servers of their own.
import type { Operation } from '@tydo/schemas/operation';
import { recordOf } from '@tydo/schemas/record';
import type { SyncHead } from '@tydo/schemas/sync';
import type { Fields, Row } from './model.ts';

export interface SnapshotPage {
  seq: number;
  after: string | null;
  retentionDays: number | null;
  rows: readonly { noun: string; row: Row }[];
  nextCursor: string | null;
}

/** An operation as it comes: nouns and fields that this version does not know are in it too. */
export type ServerOperation = Omit<Operation, 'changes'> & {
  changes: readonly { noun: string; before: Row | null; after: Row | null }[];
};

export interface PushCall {
  name: string;
  input: object;
  at: string;
}

export interface ServerError {
  message: string;
  data: Fields;
}

/** What one call of a push was answered: the number of the operation that it wrote, or why not. */
export type PushAnswer = { seq: number | null } | { error: ServerError };

/** Every call ends: the caller of a replica sees to time limits. Errors carry the envelope's `data`. */
export interface SyncApi {
  snapshot: (input: { cursor?: string }) => Promise<SnapshotPage>;
  since: (input: {
    seq: number;
    after: string | null;
    limit: number;
  }) => Promise<{ items: readonly ServerOperation[] }>;
  push: (input: { calls: PushCall[] }) => Promise<{ answers: readonly PushAnswer[] }>;
  /** @returns what ends it. `onEnd` is called when it ends otherwise, once. */
  watch: (listeners: { onHead: (head: SyncHead) => void; onEnd: () => void }) => () => void;
}

/** The code of a refusal; undefined where no server answered. */
export function codeOf(error: unknown): string | undefined {
  const { code } = recordOf(recordOf(error)['data']);
  return typeof code === 'string' ? code : undefined;
}

/** How long a refusal says to wait, in milliseconds. */
export function retryAfterOf(error: unknown): number | undefined {
  const { retryAfter } = recordOf(recordOf(error)['data']);
  return typeof retryAfter === 'number' ? retryAfter * 1_000 : undefined;
}
