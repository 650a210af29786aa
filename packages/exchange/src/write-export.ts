import type { ExchangeRows, ExportFormat, WriteOptions, Written } from './export-format.ts';
import { writeCsv } from './write/write-csv.ts';
import { writeIcs } from './write/write-ics.ts';
import { writeTaskwarrior } from './write/write-taskwarrior.ts';
import { writeTodoTxt } from './write/write-todo-txt.ts';
import { writeTydo } from './write/write-tydo.ts';

const writers: Record<ExportFormat, (rows: ExchangeRows, options: WriteOptions) => Written> = {
  tydo: writeTydo,
  csv: writeCsv,
  'todo.txt': writeTodoTxt,
  ics: writeIcs,
  taskwarrior: writeTaskwarrior,
};

/** A file with all tasks, and what the format cannot hold. */
export const writeExport = (as: ExportFormat, rows: ExchangeRows, options: WriteOptions): Written =>
  writers[as](rows, options);
