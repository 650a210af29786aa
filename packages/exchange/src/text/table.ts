import { exchangeLimits, ImportError } from '../limits.ts';
import type { CsvRow } from './csv.ts';

/** A row of a table with named columns. */
export interface TableRow {
  line: number;
  cells: readonly string[];
  /** Its text, from which ids are made: the same whatever its line breaks are. */
  key: string;
  /** The cell of a column, trimmed; empty where the row or the table does not have it. */
  cell: (name: string) => string;
  /** The same as it stands in the file. */
  raw: (name: string) => string;
}

export interface Table {
  /** The line of its header. */
  line: number;
  names: readonly string[];
  rows: Iterable<TableRow>;
}

/**
 * A table whose header is the first row that `isHeader` takes. Names are compared in lower case.
 *
 * @throws ImportError without one, and above the limit of rows.
 */
export function readTable(
  rows: Iterator<CsvRow, void>,
  isHeader: (names: readonly string[]) => boolean,
): Table {
  for (let next = rows.next(); !next.done; next = rows.next()) {
    const names = next.value.cells.map((cell) => cell.trim().toLowerCase());
    if (!isHeader(names)) continue;
    const columns = new Map(names.map((name, index) => [name, index]));
    return { line: next.value.line, names, rows: tableRows(rows, columns) };
  }
  throw new ImportError('The table has no header with the names of its columns.');
}

function* tableRows(
  rows: Iterator<CsvRow, void>,
  columns: ReadonlyMap<string, number>,
): Generator<TableRow, void> {
  let count = 0;
  for (let next = rows.next(); !next.done; next = rows.next()) {
    const { line, cells } = next.value;
    if (cells.every((cell) => cell === '')) continue;
    count += 1;
    if (count > exchangeLimits.rows)
      throw new ImportError(`The file has more than ${exchangeLimits.rows} rows.`);
    const raw = (name: string) => cells[columns.get(name) ?? -1] ?? '';
    const key = JSON.stringify(cells).replaceAll(String.raw`\r\n`, String.raw`\n`);
    yield { line, cells, key, raw, cell: (name) => raw(name).trim() };
  }
}
