// The changes of an operation, to take them back. An older version wrote operations of any size: of one
// that is larger than operations may be now, the database takes the text apart, so that no more than a
// piece is in this process at a time.
import { operationLimits } from '@tydo/schemas/operation';
import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';
import { notFound } from '../errors.ts';
import { type OwnJournal, toStored } from './own-operations.ts';
import { sizeOf } from './page.ts';
import { changesIn } from './stored.ts';
import type { StoredChange } from './stored-change.ts';

/**
 * Changes of a piece: as many as fit into an operation however large each is. With fewer, all take
 * longer: each piece takes the whole text apart.
 */
const piece = 1_000;

export interface OldChanges {
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
export async function changesOf(
  { db, dialect, personId, journal }: Source,
  id: string,
): Promise<OldChanges> {
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
export async function sizeOfOperation(journal: OwnJournal, id: string): Promise<number> {
  const head = await journal.weights().where('id', '=', id).executeTakeFirst();
  return head ? Math.min(sizeOf(head), operationLimits.bytes) : 0;
}

interface Source {
  db: Kysely<never>;
  dialect: Dialect;
  personId: string;
  journal: OwnJournal;
}

async function* whole(journal: OwnJournal, id: string): AsyncGenerator<Piece> {
  const row = await journal.operations().where('id', '=', id).executeTakeFirst();
  if (row) yield toStored(row);
}

async function* inPieces(
  { db, dialect, personId }: Pick<Source, 'db' | 'dialect' | 'personId'>,
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
    const changes = changesIn(
      rows.map((row) => JSON.parse(row.value)),
      null,
    );
    yield { version: 0, changes };
  }
}
