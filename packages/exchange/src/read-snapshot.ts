import type { SyncRow, SyncSnapshotInput, SyncSnapshotPage } from '@tydo/schemas/sync';

/** `sync.snapshot` */
export type Snapshot = (input: SyncSnapshotInput) => Promise<SyncSnapshotPage>;

/** All rows of an account, page by page. A row that was changed meanwhile may come twice. */
export async function readSnapshot(snapshot: Snapshot): Promise<SyncRow[]> {
  const rows: SyncRow[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await snapshot(cursor === undefined ? undefined : { cursor });
    rows.push(...page.rows);
    cursor = page.nextCursor;
  }
  return rows;
}
