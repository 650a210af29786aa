/**
 * What a file may have: bytes of it; files in a zip and their bytes together when unpacked; tasks, sections and
 * notes; columns of a table; characters of one cell.
 */
export const exchangeLimits = {
  file: 64 * 2 ** 20,
  entries: 1_000,
  unpacked: 256 * 2 ** 20,
  rows: 100_000,
  columns: 1_000,
  cell: 2 ** 20,
} as const;

/** A file that cannot be read, in one sentence for the person. Nothing of it has been imported. */
export class ImportError extends Error {}

/** @throws ImportError above the limit. */
export function checkRows(count: number): void {
  if (count > exchangeLimits.rows)
    throw new ImportError(`The file has more than ${exchangeLimits.rows} rows.`);
}

/** @throws ImportError above the limit. */
export function checkCell(length: number, line: number): void {
  if (length > exchangeLimits.cell)
    throw new ImportError(
      `Line ${line} has a field of more than ${exchangeLimits.cell} characters.`,
    );
}
