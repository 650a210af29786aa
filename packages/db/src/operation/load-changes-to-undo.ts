// Loads the changes of an operation, to undo it. Older versions wrote operations of any size: the JSON of one
// that exceeds today's limits is split by the database, so that this process holds one part at a time.
import { operationLimits } from '@tydo/schemas/operation';
import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';
import { notFound } from '../errors.ts';
import { type JournalReader, toStored } from './journal-reader.ts';
import type { StoredChange } from './operation.entity.ts';
import { sizeOf } from './page-by-size.ts';
import { joinStoredChanges } from './stored-format.ts';

/** Changes of a part: as many as fit into an operation at any size. The database parses all JSON for each part. */
const changesPerPart = 1_000;

export interface LoadedChanges {
  seq: number;
  /** The number of all changes. */
  count: number;
  /** Whether it exceeds, or may exceed, the limits of an operation. */
  isTooLarge: boolean;
  parts: () => AsyncIterable<ChangesPart>;
}

export interface ChangesPart {
  /** The journal version that wrote it. */
  version: number;
  changes: StoredChange[];
}

/** @throws Refusal NOT_FOUND */
export async function loadChanges(
  { db, dialect, personId, journal }: ChangesSource,
  id: string,
): Promise<LoadedChanges> {
  const head = await journal
    .sizes()
    .select(sql`more is not null`.as('hasOthers'))
    .where('id', '=', id)
    .executeTakeFirst();
  if (!head) throw notFound('operation');
  const { seq, weight: count } = head;
  // The versions that wrote larger ones had tasks only.
  const hasTooMany = count > operationLimits.rows && !head.hasOthers;
  const isTooLarge = hasTooMany || sizeOf(head) > operationLimits.bytes;
  const parts = isTooLarge
    ? () => inParts({ db, dialect, personId }, id, count)
    : () => inOnePart(journal, id);
  return { seq, count, isTooLarge, parts };
}

/**
 * The maximum size of its changes in bytes of JSON; 0 if there is no such operation, which is not an error
 * here: an undo may be a repeat.
 */
export async function sizeOfOperation(journal: JournalReader, id: string): Promise<number> {
  const head = await journal.sizes().where('id', '=', id).executeTakeFirst();
  return head ? Math.min(sizeOf(head), operationLimits.bytes) : 0;
}

interface ChangesSource {
  db: Kysely<never>;
  dialect: Dialect;
  personId: string;
  journal: JournalReader;
}

async function* inOnePart(journal: JournalReader, id: string): AsyncGenerator<ChangesPart> {
  const row = await journal.operations().where('id', '=', id).executeTakeFirst();
  if (row) yield toStored(row);
}

async function* inParts(
  { db, dialect, personId }: Pick<ChangesSource, 'db' | 'dialect' | 'personId'>,
  id: string,
  count: number,
): AsyncGenerator<ChangesPart> {
  const { from: elements, value, place } = dialect.elements(sql`operation.changes`);
  for (let from = 0; from < count; from += changesPerPart) {
    const { rows } = await sql<{ value: string }>`
      select ${value} as value from operation, ${elements}
      where operation.user_id = ${personId} and operation.id = ${id}
        and ${place} >= ${from} and ${place} < ${from + changesPerPart}
      order by ${place}`.execute(db);
    // The versions that wrote such operations had tasks only.
    const changes = joinStoredChanges(
      rows.map((row) => JSON.parse(row.value)),
      null,
    );
    yield { version: 0, changes };
  }
}
