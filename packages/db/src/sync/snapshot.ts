// Reads all rows of one person, of every noun, in pages: the first load of a device.
import {
  type SyncRow,
  type SyncSnapshot,
  type SyncSnapshotInput,
  syncLimits,
} from '@tydo/schemas/sync';
import { cursorAfter, idIn, textPositionAfter } from '../cursor.ts';
import { type Noun, type Row, type RowId, readRow } from '../noun.ts';
import { statementsOf } from '../noun-statements.ts';
import type { ReadScope } from '../scope.ts';
import { yieldToEventLoop } from '../yield-to-event-loop.ts';

/** Where a page begins: in which noun, and after which of its rows. */
interface Position {
  noun: string;
  id: RowId;
}

/** Rows of the first query of a page. The size of later ones depends on how large these are. */
const firstRead = 250;
const list = ['sync.snapshot'];

/**
 * Reads one page. Its rows are as of `seq` or later: all pages, and then all operations after the `seq` of the
 * first page, give the present rows.
 *
 * @throws Refusal BAD_REQUEST for a cursor that is not of a snapshot.
 */
export async function readSnapshot(
  scope: ReadScope,
  { limit = syncLimits.page, cursor }: NonNullable<SyncSnapshotInput>,
): Promise<SyncSnapshot> {
  const from = cursor == null ? undefined : positionIn(cursor, scope);
  // Several pages in one response are large together.
  await scope.reserveMemory({ atMost: syncLimits.pageBytes, exactly: false, of: 'answer' });
  // Read before the rows: the operations after it include every later write.
  const head = await scope.journal().head().executeTakeFirst();
  const rows: SyncRow[] = [];
  let bytes = 0;
  const page = (nextCursor: string | null): SyncSnapshot => ({
    seq: head?.seq ?? 0,
    after: head?.id ?? null,
    rows,
    nextCursor,
  });
  let last = from;
  for (const noun of inOrder(scope, from?.noun)) {
    const after = noun.name === from?.noun ? from.id : undefined;
    for await (const read of readRows(scope, noun, after, () =>
      wanted(rows.length, bytes, limit),
    )) {
      for (const row of read) {
        const size = Buffer.byteLength(JSON.stringify(row));
        const isFull =
          rows.length >= limit || (rows.length > 0 && bytes + size > syncLimits.pageBytes);
        if (isFull && last) return page(cursorAfter(`${last.noun}.${last.id}`, list));
        bytes += size;
        last = { noun: noun.name, id: noun.idOf(row) };
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- The row was read as one of this noun.
        rows.push({ noun: noun.name, row } as unknown as SyncRow);
      }
    }
  }
  return page(null);
}

/** The number of rows to read next. One more than fits shows whether there is another page. */
const wanted = (count: number, bytes: number, limit: number): number => {
  const left = limit - count + 1;
  if (count === 0) return Math.min(left, firstRead);
  return Math.min(left, Math.ceil(((syncLimits.pageBytes - bytes) * count) / bytes) + 1);
};

/** Reads the rows after one, newest first, in parts. */
async function* readRows(
  { query }: ReadScope,
  noun: Noun,
  after: RowId | undefined,
  count: () => number,
): AsyncGenerator<Row[]> {
  const { firstPage, nextPage } = statementsOf(noun);
  let last = after;
  for (let limit = count(); ; limit = count()) {
    const found = await query(last === undefined ? firstPage : nextPage, {
      after: last ?? 0,
      limit,
    });
    yield found.map((row) => readRow(noun, row));
    if (found.length < limit) return;
    // The next part takes milliseconds again.
    await yieldToEventLoop();
    last = found.at(-1)?.id;
  }
}

/** In the order of entities.ts: rows come after those that they name. */
function inOrder({ nouns }: Pick<ReadScope, 'nouns'>, from: string | undefined): Noun[] {
  const ordered = [...nouns.nouns.values()];
  const start = ordered.findIndex(({ name }) => name === from);
  return ordered.slice(Math.max(0, start));
}

/** @throws Refusal BAD_REQUEST */
function positionIn(cursor: string, { nouns }: Pick<ReadScope, 'nouns'>): Position {
  const [noun = '', ...id] = textPositionAfter(cursor, list).split('.');
  const text = id.join('.');
  // A noun that a newer version wrote has its place at the start.
  return { noun, id: nouns.nouns.get(noun)?.key === 'integer' ? idIn(text) : text };
}
