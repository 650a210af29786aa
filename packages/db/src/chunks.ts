/** The most rows of one statement, so that it blocks neither the event loop nor the server for long. */
const rowsOfStatement = 500;

/** Splits an array into arrays of at most `size`. */
export function chunks<T>(all: readonly T[], size = rowsOfStatement): T[][] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, at) => all.slice(at * size, (at + 1) * size));
}
