import { recordOf } from '@tydo/schemas/record';
import { isCsvHeader } from './formats/csv.ts';
import type { ReadOptions } from './formats/reader.ts';
import { isTickTickHeader } from './formats/ticktick.ts';
import { isTodoistHeader } from './formats/todoist/csv.ts';
import type { ImportFormat } from './import-format.ts';
import { parseCsv } from './text/csv.ts';
import { listIn, textIn } from './text/fields.ts';

/** How far it looks for the header of a table. */
const headRows = 20;
const headLength = 64 * 1024;

/** The format of a text, by what is in it; undefined where it could be several, or none. */
export function detectTextFormat(
  text: string,
  { map, name = '' }: Pick<ReadOptions, 'map' | 'name'>,
): ImportFormat | undefined {
  const head = text.slice(0, headLength);
  if (/^\s*BEGIN:VCALENDAR\s/i.test(head)) return 'ics';
  let count = 0;
  for (const { cells } of parseCsv(head)) {
    const names = cells.map((cell) => cell.trim().toLowerCase());
    if (isTodoistHeader(names)) return 'todoist';
    if (isTickTickHeader(names)) return 'ticktick';
    // A word alone is a header only where it comes first.
    if ((names.length > 1 || count === 0) && isCsvHeader(names, map)) return 'csv';
    count += 1;
    if (count >= headRows) break;
  }
  if (map !== undefined) return 'csv';
  return isTodoTxt(head) || /todo.*\.txt$/i.test(name) ? 'todo.txt' : undefined;
}

const mark =
  /^(?:x \d|\([A-Z]\) \S|\d{4}-\d\d-\d\d \S)|^(?:[^{[<"].*)?\S? [+@]\S+(?: |$)|(?:^| )(?:due|t|rec|pri):\S/;

/** Whether a line of it has a mark of todo.txt. */
const isTodoTxt = (head: string): boolean =>
  head
    .split(/\r\n|\r|\n/)
    .slice(0, 1000)
    .some((line) => mark.test(line.slice(0, 1000)));

/** The format of JSON. */
export function detectJsonFormat(data: unknown): ImportFormat | undefined {
  if (Array.isArray(data)) return data.some(isTaskwarrior) ? 'taskwarrior' : undefined;
  if (isTaskwarrior(data)) return 'taskwarrior';
  const [task] = listIn(data, 'tasks');
  const isOurs = recordOf(data)['exportedAt'] !== undefined || textIn(task, 'title') !== undefined;
  if (isOurs && Array.isArray(recordOf(data)['tasks'])) return 'tydo';
  const has = (name: string) => Array.isArray(recordOf(data)[name]);
  return has('projects') || has('items') || textIn(task, 'content') !== undefined
    ? 'todoist'
    : undefined;
}

const isTaskwarrior = (item: unknown) =>
  textIn(item, 'uuid') !== undefined && textIn(item, 'status') !== undefined;
