// Converts stored operations to the API's form. Fields that an older version did not know get the values of
// the current rows.
import type { Operation } from '@tydo/schemas/operation';
import type { Nouns } from '../entities.ts';
import type { Noun, Row, RowId } from '../noun.ts';
import { rowsByIds } from '../noun-statements.ts';
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
    now.set(noun, await rowsByIds(query, noun, [...new Set(ids)]));
  }
  return operations.map(({ changes, version, ...operation }) => ({
    ...operation,
    changes: toPublicChanges(
      decodeChanges(nouns, { changes, version }, (noun, id) => now.get(noun)?.get(id)),
    ),
  }));
}
