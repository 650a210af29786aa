// Titles, descriptions and names: what does not fit is cut, and nothing is lost in silence.
import { quotableNameOf } from '@tydo/schemas/row';
import { TaskCreate, taskLimits } from '@tydo/schemas/task';
import { codePoints } from '@tydo/schemas/text';
import type { Notes } from './notes.ts';
import type { SourceTask } from './source-task.ts';

const lineBreaks = /[\r\n\u0085\u2028\u2029]+/g;

/** Without what no database stores: NUL, and half a character. */
export const storableText = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/** One line, trimmed. */
export const oneLine = (text: string): string => storableText(text).replace(lineBreaks, ' ').trim();

/** The first characters, in code points. */
export function cutText(text: string, max: number): string {
  if (text.length <= max || codePoints(text) <= max) return text;
  return Array.from(text.slice(0, max * 2))
    .slice(0, max)
    .join('')
    .trimEnd();
}

const isTitle = (text: string): boolean => TaskCreate.shape.title.safeParse(text).success;

/** Title and description of a task; undefined where neither has anything to see. */
export function textsOf(
  task: SourceTask,
  lines: readonly string[],
  notes: Notes,
): { title: string; description: string | null } | undefined {
  const own = storableText(task.description ?? '');
  const written = oneLine(task.title);
  const [first = '', ...rest] = own.trimStart().split(/\r\n?|\n/);
  const hasTitle = isTitle(cutText(written, taskLimits.title));
  const whole = hasTitle ? written : oneLine(first);
  const title = cutText(whole, taskLimits.title);
  if (!isTitle(title)) return undefined;
  if (!hasTitle)
    notes.changed(task.row, 'It has no title: the first line of its description is one.');
  const head = title === whole ? [] : [whole];
  if (head.length > 0)
    notes.changed(task.row, `Its title has more than ${taskLimits.title} characters.`);
  const body = [...head, hasTitle ? own : rest.join('\n'), ...lines, ...(task.comments ?? [])];
  return { title, description: cutDescription(task.row, body, notes) };
}

function cutDescription(row: number, parts: readonly string[], notes: Notes): string | null {
  const text = storableText(parts.filter((part) => part !== '').join('\n'));
  if (text === '') return null;
  const cut = cutText(text, taskLimits.description);
  if (cut !== text) notes.changed(row, `Its description was cut. It is: ${text}`);
  return cut;
}

/** Making a schema costs more than its use. */
const nameSchemas = new Map<number, ReturnType<typeof quotableNameOf>>();

function nameSchema(max: number): ReturnType<typeof quotableNameOf> {
  const schema = nameSchemas.get(max) ?? quotableNameOf(max);
  nameSchemas.set(max, schema);
  return schema;
}

/**
 * A name of a list, section or label: one line of at most `max` characters, without quotes. Undefined where
 * nothing of it can be seen.
 */
export function nameOf(text: string, max: number): string | undefined {
  const name = cutText(oneLine(text).replaceAll('"', "'"), max);
  const parsed = nameSchema(max).safeParse(name);
  return parsed.success ? parsed.data : undefined;
}
