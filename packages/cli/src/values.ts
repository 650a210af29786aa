import { UsageError } from './errors.ts';
import type { Schema } from './procedures.ts';

const number = /^(?:0|-?[1-9]\d*)$/;

/**
 * The value that a text means for a schema. What it cannot mean stays text, which the server refuses with the
 * name of the field.
 *
 * @throws UsageError for text that should be JSON.
 */
export function valueOf(text: string, schema: Schema): unknown {
  const choices = [schema, ...(schema.anyOf ?? [])];
  const has = (kind: string) => choices.some(({ type }) => type === kind);
  if (has('integer') && has('string')) return taskName(text);
  if (has('integer') && number.test(text)) return Number(text);
  if (has('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if (has('object') && (!has('string') || text.startsWith('{'))) return json(text);
  return text;
}

/** Names a task: digits are its number, anything else its uid, and what follows `~` is a uid in any case. */
export function taskName(text: string): number | string {
  if (/^[1-9]\d{0,9}$/.test(text) && Number(text) < 2 ** 31) return Number(text);
  return text.startsWith('~') ? text.slice(1) : text;
}

/** A whole list, as JSON. */
export function listOf(text: string): unknown[] {
  const list = json(text);
  return Array.isArray(list) ? list : [list];
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`This is no JSON: ${text.slice(0, 100)}`);
  }
}
