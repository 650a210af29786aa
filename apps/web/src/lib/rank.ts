import { fold } from '@tydo/rules/fold';

/**
 * How well a label answers what was typed: 0 where each word begins it, higher where words are found later in
 * it; undefined where one is missing. Case makes no difference.
 */
export function distanceOf(label: string, typed: string): number | undefined {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  const text = fold(label);
  let sum = 0;
  for (const word of words) {
    if (!text.includes(word)) return undefined;
    if (!text.startsWith(word)) sum += text.includes(` ${word}`) ? 1 : 2;
  }
  return sum;
}

interface Rankable {
  id: string;
  label: string;
}

/** What was typed finds, best first; of equals what was used last, then as they stand. */
export function ranked<Item extends Rankable>(
  items: readonly Item[],
  typed: string,
  lastUsed: ReadonlyMap<string, number>,
): Item[] {
  return items
    .flatMap((item) => {
      const distance = distanceOf(item.label, typed);
      return distance === undefined ? [] : { item, distance, used: lastUsed.get(item.id) ?? 0 };
    })
    .toSorted((one, other) => one.distance - other.distance || other.used - one.used)
    .map(({ item }) => item);
}
