// How long to wait before the next try.
const firstMs = 250;
const maxMs = 30_000;

/** @param failures in a row, from 1. @param random from 0 to 1. */
export const delayAfter = (failures: number, random: number): number =>
  Math.min(maxMs, firstMs * 2 ** (failures - 1)) * (0.75 + random / 2);
