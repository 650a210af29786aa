// Comma-separated values (RFC 4180), read with limits and with the line at which each row begins.
import { checkCell, exchangeLimits, ImportError } from '../limits.ts';

export interface CsvRow {
  /** From 1. */
  line: number;
  cells: string[];
}

const lineBreak = /\r\n|\r|\n/g;
const endOfCell = /[,\r\n]|$/g;

/**
 * The rows of a table, with LF, CRLF or CR between them. A quote that is not closed takes the rest; one inside
 * a cell without quotes is a character of it.
 *
 * @throws ImportError above the limits.
 */
export function* parseCsv(text: string): Generator<CsvRow, void> {
  let at = 0;
  let line = 1;
  const linesIn = (cell: string) => cell.match(lineBreak)?.length ?? 0;
  const readQuoted = (): string => {
    let cell = '';
    for (at += 1; ; ) {
      const end = text.indexOf('"', at);
      cell += text.slice(at, end < 0 ? text.length : end);
      checkCell(cell.length, line);
      at = end < 0 ? text.length : end + 1;
      if (text[at] !== '"') return cell;
      cell += '"';
      at += 1;
    }
  };
  const readPlain = (): string => {
    endOfCell.lastIndex = at;
    const end = endOfCell.exec(text)?.index ?? text.length;
    const cell = text.slice(at, end);
    checkCell(cell.length, line);
    at = end;
    return cell;
  };
  while (at < text.length) {
    const row: CsvRow = { line, cells: [] };
    for (;;) {
      const quoted = text[at] === '"' ? readQuoted() : '';
      line += linesIn(quoted);
      row.cells.push(quoted + readPlain());
      if (row.cells.length > exchangeLimits.columns)
        throw new ImportError(`Line ${row.line} has more than ${exchangeLimits.columns} columns.`);
      if (text[at] !== ',') break;
      at += 1;
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
    line += 1;
    yield row;
  }
}

const quoted = /[",\r\n]/;

/** A row of cells, without a line break at its end. */
export const csvRow = (cells: readonly string[]): string =>
  cells.map((cell) => (quoted.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');

/** What spreadsheets take for a formula, also behind apostrophes. */
const formula = /^'*[=+\-@\t\r]/;

/** A cell that no spreadsheet takes for a formula: it gets an apostrophe. `unguard` takes it off. */
export const guardFormula = (cell: string): string => (formula.test(cell) ? `'${cell}` : cell);

export const unguardFormula = (cell: string): string =>
  cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
