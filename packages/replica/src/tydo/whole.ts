// Whether rows fit together: an undo that would break that is refused (DOMAIN §11).
import type { Key, Noun, Row, See, SeeRows, Written } from '../model.ts';
import { namesIn } from '../names-in.ts';

type Nouns = Readonly<Record<string, Noun>>;

/** Whether the rows that were written name only what is there, and nothing names what is gone. */
export function isWhole(nouns: Nouns, see: See, written: readonly Written[]): boolean {
  const after = seeAfter(nouns, see, written);
  const isNamed = (target: string, key: Key) =>
    Object.entries(nouns).some(([name, { references }]) =>
      Object.entries(references).some(
        ([field, noun]) => noun === target && after.where(name, field, key).length > 0,
      ),
    );
  return written.every(({ noun: name, key, after: row }) => {
    if (!row) return !isNamed(name, key);
    const noun = nouns[name];
    const references = Object.entries(noun?.references ?? {});
    const namesRows = references.every(([field, target]) =>
      namesIn(row, field).every((named) => isKey(named) && after.row(target, named)),
    );
    return namesRows && (noun?.isAllowed?.(after, row) ?? true);
  });
}

const isKey = (name: unknown): name is Key => typeof name === 'string' || typeof name === 'number';

/** The rows with what was written. */
function seeAfter(nouns: Nouns, see: See, written: readonly Written[]): SeeRows {
  const byNoun = new Map<string, Map<unknown, Row | null>>();
  for (const { noun, key, after } of written) {
    const rows = byNoun.get(noun) ?? new Map<unknown, Row | null>();
    byNoun.set(noun, rows.set(key, after));
  }
  const withWritten = (noun: string, rows: readonly Row[], holds: (row: Row) => boolean) => {
    const own = byNoun.get(noun);
    if (!own) return [...rows];
    const others = rows.filter((row) => !own.has(nouns[noun]?.keyOf(row)));
    return [...others, ...[...own.values()].flatMap((row) => (row && holds(row) ? [row] : []))];
  };
  return {
    row(noun, key) {
      const own = byNoun.get(noun)?.get(key);
      return own === undefined ? see.row(noun, key) : (own ?? undefined);
    },
    where: (noun, field, name) =>
      withWritten(noun, see.where(noun, field, name), (row) => namesIn(row, field).includes(name)),
    all: (noun) => withWritten(noun, see.all(noun), () => true),
  };
}
