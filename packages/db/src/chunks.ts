/** Rows of one statement: so that neither the event loop nor the server is held for long. */
const rowsOfStatement = 500;

/** The same in pieces of `size` at most, in their order. */
export function chunks<T>(all: readonly T[], size = rowsOfStatement): T[][] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, at) => all.slice(at * size, (at + 1) * size));
}
