// The reads of a device that keeps all rows of a person: `unit.sync`.
import { type SyncSnapshot, SyncSnapshotInput } from '@tydo/schemas/sync';
import { parseInput } from '../parse-input.ts';
import type { ScopeProvider } from '../scope.ts';
import { readSnapshot } from './snapshot.ts';

export class Sync {
  readonly #read: ScopeProvider['read'];

  constructor({ read }: ScopeProvider) {
    this.#read = read;
  }

  /**
   * Returns a page of all rows: tasks last, newest first. After the last page,
   * `operations.since({ seq, after })` of the first page returns what was written meanwhile.
   *
   * @throws Refusal BAD_REQUEST for a cursor that is not of a snapshot; SERVICE_UNAVAILABLE.
   */
  async snapshot(input?: SyncSnapshotInput): Promise<SyncSnapshot> {
    const wanted = parseInput(SyncSnapshotInput, input) ?? {};
    return this.#read((scope) => readSnapshot(scope, wanted));
  }
}
