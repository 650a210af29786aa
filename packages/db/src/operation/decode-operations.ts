// Converts stored operations to the API's form. Fields that an older version did not know get the values of
// the current rows.
import type { Operation } from '@tydo/schemas/operation';
import { chunks } from '../chunks.ts';
import type { Nouns } from '../entities.ts';
import { type Noun, type Row, type RowId, readRow } from '../noun.ts';
import { statementsOf } from '../noun-statements.ts';
import type { QueryOwn } from '../own-rows.ts';
import { decodeChanges, type StoredOperation, toPublicChanges } from './stored-format.ts';

export async function decodeOperations(
  nouns: Nouns,
  query: QueryOwn,
  operations: StoredOperation[],
): Promise<Operation[]> {
  const old = operations.filter(({ version }) => version < nouns.version);
  const now = new Map<Noun, Map<RowId, Row>>();
  for (const noun of nouns.nouns.values()) {
    const changes = old.flatMap((operation) => operation.changes);
    const ids = changes.filter((change) => change.noun === noun.name).map(({ id }) => id);
    now.set(noun, await currentRows(query, noun, [...new Set(ids)]));
  }
  return operations.map(({ changes, version, ...operation }) => ({
    ...operation,
    changes: toPublicChanges(
      decodeChanges(nouns, { changes, version }, (noun, id) => now.get(noun)?.get(id)),
    ),
  }));
}

/** The current rows with these ids, by id. */
export async function currentRows<R extends Row>(
  query: QueryOwn,
  noun: Noun<R>,
  ids: readonly RowId[],
): Promise<Map<RowId, R>> {
  const rows = new Map<RowId, R>();
  for (const some of chunks(ids)) {
    for (const stored of await query(statementsOf(noun).read, { ids: some })) {
      const row = readRow(noun, stored);
      rows.set(noun.idOf(row), row);
    }
  }
  return rows;
}
