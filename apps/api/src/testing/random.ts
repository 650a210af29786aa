// Random choices that are the same for the same seed (mulberry32).
export type Random = ReturnType<typeof seeded>;

export function seeded(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** An integer from `min` to `max`, both included. */
  const between = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    between,
    chance: (probability: number): boolean => next() < probability,
    /** @param list not empty. */
    pick: <T>(list: readonly T[]): T => list[between(0, list.length - 1)] as T,
    shuffled<T>(list: readonly T[]): T[] {
      const keyed = list.map((one) => ({ one, key: next() }));
      return keyed.toSorted((a, b) => a.key - b.key).map(({ one }) => one);
    },
  };
}
