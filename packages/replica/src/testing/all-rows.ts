// All rows of a person, as the server gives them.
import type { SyncApi } from '../api.ts';
import type { Noun, Row } from '../model.ts';
import { tydo } from '../tydo/tydo.ts';

/** Rows by noun, each in the order of its views. */
export type AllRows = Record<string, readonly Row[]>;

export async function allRows(api: SyncApi): Promise<AllRows> {
  const found: { noun: string; row: Row }[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await api.snapshot(cursor === undefined ? {} : { cursor });
    found.push(...page.rows);
    cursor = page.nextCursor;
  }
  return Object.fromEntries(
    Object.entries<Noun>(tydo.nouns).map(([name, known]) => {
      const rows = found.filter(({ noun }) => noun === name).map(({ row }) => row);
      return [name, rows.toSorted((one, other) => known.compare(one, other))];
    }),
  );
}

/** What a replica shows. */
export const rowsOf = (replica: {
  view: (spec: { noun: keyof typeof tydo.nouns }) => { rows: readonly Row[] };
}): AllRows =>
  Object.fromEntries(
    Object.keys(tydo.nouns).map((noun) => [
      noun,
      replica.view({ noun: noun as keyof typeof tydo.nouns }).rows,
    ]),
  );
