/** How long after a letter the next one continues the same word, in milliseconds. */
const sameWordMs = 700;

/**
 * Where a key leads from `at` in a list of `count`: arrows wrap around; undefined when the key leads nowhere.
 */
export function indexAfterKey(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count;
    case 'ArrowUp':
      return at <= 0 ? count - 1 : at - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** Finds an item by its first letters, as they are typed one after the other. */
export function createTypeAhead() {
  let word = '';
  let last = Number.NEGATIVE_INFINITY;

  /**
   * @param at the current item: a new word is looked for after it, so that one letter goes through its items.
   * @param now in milliseconds.
   */
  return (letter: string, texts: readonly string[], at: number, now: number) => {
    const isNew = now - last > sameWordMs;
    word = (isNew ? '' : word) + letter.toLowerCase();
    last = now;
    const from = isNew ? at + 1 : Math.max(at, 0);
    const order = texts.map((_, index) => (from + index) % texts.length);
    return order.find((index) => texts[index]?.trim().toLowerCase().startsWith(word));
  };
}
