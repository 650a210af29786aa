/** The numbers in ascending order, each once. */
export const ascending = (numbers: Iterable<number>): number[] =>
  [...new Set(numbers)].toSorted((one, other) => one - other);
