// The changes of an operation, to take them back. An older version wrote operations of any size: of one
// that is larger than operations may be now, the database takes the text apart, so that no more than a
// piece is in this process at a time.
import { operationLimits } from '@tydo/schemas/operation';
import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';
import { notFound } from '../errors.ts';
import { type JournalReader, toStored } from './journal-reader.ts';
import { sizeOf } from './page.ts';
import type { StoredChange } from './stored-change.ts';
import { joinStoredChanges } from './stored-format.ts';

/**
 * Changes of a piece: as many as fit into an operation however large each is. With fewer, all take
 * longer: each piece takes the whole text apart.
 */
const piece = 1_000;

export interface LoadedChanges {
  seq: number;
  /** All of them, also those that are not read. */
  count: number;
  /** Whether it is, or may be, more than an operation may hold. */
  isTooLarge: boolean;
  pieces: () => AsyncIterable<Piece>;
}

export interface Piece {
  /** Of the journal, when it was written. */
  version: number;
  changes: StoredChange[];
}

/** @throws Refusal NOT_FOUND */
export async function loadChanges(
  { db, dialect, personId, journal }: UnitDependencies,
  id: string,
): Promise<LoadedChanges> {
  const head = await journal.weights().where('id', '=', id).executeTakeFirst();
  if (!head) throw notFound('operation');
  const { seq, weight: count } = head;
  const isTooLarge = count > operationLimits.rows || sizeOf(head) > operationLimits.bytes;
  const pieces = isTooLarge
    ? () => inPieces({ db, dialect, personId }, id, count)
    : () => whole(journal, id);
  return { seq, count, isTooLarge, pieces };
}

/** How large the JSON of its changes is, at most; 0 where there is no such operation. */
export async function sizeOfOperation(journal: JournalReader, id: string): Promise<number> {
  const head = await journal.weights().where('id', '=', id).executeTakeFirst();
  return head ? Math.min(sizeOf(head), operationLimits.bytes) : 0;
}

interface UnitDependencies {
  db: Kysely<never>;
  dialect: Dialect;
  personId: string;
  journal: JournalReader;
}

async function* whole(journal: JournalReader, id: string): AsyncGenerator<Piece> {
  const row = await journal.operations().where('id', '=', id).executeTakeFirst();
  if (row) yield toStored(row);
}

async function* inPieces(
  { db, dialect, personId }: Pick<UnitDependencies, 'db' | 'dialect' | 'personId'>,
  id: string,
  count: number,
): AsyncGenerator<Piece> {
  const { from: elements, value, place } = dialect.elements(sql`operation.changes`);
  for (let from = 0; from < count; from += piece) {
    const { rows } = await sql<{ value: string }>`
      select ${value} as value from operation, ${elements}
      where operation.user_id = ${personId} and operation.id = ${id}
        and ${place} >= ${from} and ${place} < ${from + piece}
      order by ${place}`.execute(db);
    // Of versions that wrote such operations there were tasks only.
    const changes = joinStoredChanges(
      rows.map((row) => JSON.parse(row.value)),
      null,
    );
    yield { version: 0, changes };
  }
}
