// A file of another program becomes a plan: what would be made of it, before anything is.
import { detectJsonFormat, detectTextFormat } from './detect-format.ts';
import { readCsv } from './formats/csv.ts';
import { readIcs } from './formats/ics/read-ics.ts';
import type { ReadOptions } from './formats/reader.ts';
import { readTaskwarrior, taskwarriorItems } from './formats/taskwarrior.ts';
import { readTickTick } from './formats/ticktick.ts';
import { readTodoTxt } from './formats/todo-txt.ts';
import { readTodoistCsv } from './formats/todoist/csv.ts';
import { readTodoistJson } from './formats/todoist/json.ts';
import { readTodoistZip } from './formats/todoist/zip.ts';
import { readTydo } from './formats/tydo.ts';
import { type ImportFormat, importFormats } from './import-format.ts';
import { exchangeLimits, ImportError } from './limits.ts';
import type { ImportNote } from './note.ts';
import { type ImportPlan, PlanBuilder } from './plan/plan-builder.ts';
import { decodeText, utf8Of } from './text/decode-text.ts';
import { isZip } from './text/unzip.ts';

export interface ImportOptions extends ReadOptions {
  /** The format; found out from the content where it is not given. */
  from?: ImportFormat | undefined;
}

export interface ReadImport {
  from: ImportFormat;
  /** Rows of the file. */
  rows: number;
  plan: ImportPlan;
  /** By row. */
  notes: ImportNote[];
}

/**
 * Reads a file. A bad row never stops the others.
 *
 * @throws ImportError, a sentence for the person, where it cannot be read at all or is above the limits.
 */
export function readImport(bytes: Uint8Array, options: ImportOptions): ReadImport {
  if (bytes.length > exchangeLimits.file)
    throw new ImportError(`The file has more than ${exchangeLimits.file / 2 ** 20} MiB.`);
  if (isZip(bytes))
    return finish('todoist', options, (plan) => readTodoistZip(bytes, plan, options));
  const text = decodeText(bytes);
  if (isJson(text)) return readJson(text, options);
  const from = options.from ?? detectTextFormat(text, options);
  switch (from) {
    case 'todoist':
      return finish(from, options, (plan) => readTodoistCsv(text, plan, options));
    case 'ticktick':
      return finish(from, options, (plan) => readTickTick(text, plan, options));
    case 'todo.txt':
      return finish(from, options, (plan) => readTodoTxt(text, plan, options));
    case 'csv':
      return finish(from, options, (plan) => readCsv(text, plan, options));
    case 'ics':
      return finish(from, options, (plan) => readIcs(utf8Of(bytes), plan, options));
    case 'taskwarrior':
    case 'tydo':
      throw new ImportError('This is no JSON.');
    case undefined:
      throw unknownFormat();
  }
}

const unknownFormat = () =>
  new ImportError(`The format of this file is unknown. Say one of ${importFormats.join(', ')}.`);

const isJson = (text: string): boolean => /^\s*(?:\{|\[\s*(?:\{|\]))/.test(text);

function readJson(text: string, options: ImportOptions): ReadImport {
  const data = parseJson(text) ?? taskwarriorItems(text);
  const from = options.from ?? detectJsonFormat(data);
  switch (from) {
    case 'todoist':
      return finish(from, options, (plan) => readTodoistJson(data, plan, options));
    case 'tydo':
      return finish(from, options, (plan) => readTydo(data, plan, options));
    case 'taskwarrior': {
      const items = Array.isArray(data) ? data : [data];
      return finish(from, options, (plan) => readTaskwarrior(items, plan, options));
    }
    case 'todo.txt':
      return finish(from, options, (plan) => readTodoTxt(text, plan, options));
    case 'csv':
    case 'ics':
    case 'ticktick':
    case undefined:
      throw unknownFormat();
  }
}

/** Undefined where it is no JSON as a whole: it may be an object a line. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function finish(
  from: ImportFormat,
  { from: asked }: ImportOptions,
  read: (plan: PlanBuilder) => number,
): ReadImport {
  if (asked !== undefined && asked !== from)
    throw new ImportError(`This is no file of ${asked}, but one of ${from}.`);
  const builder = new PlanBuilder(from);
  const rows = read(builder);
  return { from, rows, ...builder.build() };
}
