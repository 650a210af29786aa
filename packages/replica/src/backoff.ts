// How long to wait before the next try.
const firstMs = 250;
const maxMs = 30_000;
/** While somebody looks at the page, they want to see that the server is back. */
const maxVisibleMs = 5_000;

/** @param failures in a row, from 1. @param random from 0 to 1. */
export const delayAfter = (failures: number, random: number, isVisible: boolean): number =>
  Math.min(isVisible ? maxVisibleMs : maxMs, firstMs * 2 ** (failures - 1)) * (0.75 + random / 2);
