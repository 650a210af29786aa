// Options: `--field value`, `--field=value`, `--no-field`; after `--` everything is text.
import { optionOf, UsageError } from './errors.ts';
import type { Schema } from './procedures.ts';
import { listOf, valueOf } from './values.ts';

export interface Parsed {
  /** What is no option, in order. */
  words: string[];
  /** By the name of the field. */
  values: Record<string, unknown>;
}

/** @throws UsageError for options that are none, and for what they do not take. */
export function parseOptions(
  args: readonly string[],
  fields: Readonly<Record<string, Schema>>,
): Parsed {
  const byOption = new Map(
    Object.entries(fields).map(([name, schema]) => [optionOf(name), { name, schema }]),
  );
  const parsed: Parsed = { words: [], values: {} };
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--') return { ...parsed, words: [...parsed.words, ...args.slice(at + 1)] };
    if (!arg.startsWith('--')) {
      parsed.words.push(arg);
      continue;
    }
    const [option, inline] = splitOnce(arg.slice(2));
    const field = byOption.get(option);
    if (!field) {
      setNegated(parsed, option, byOption);
      continue;
    }
    const next = args[at + 1];
    const takesNext = inline === undefined && !isFlag(field.schema, next);
    if (takesNext) at += 1;
    const text = takesNext ? next : (inline ?? 'true');
    if (text === undefined) throw new UsageError(`--${option} needs a value.`);
    set(parsed.values, field.name, field.schema, text);
  }
  return parsed;
}

function splitOnce(text: string): [string, string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** Whether an option stands alone: a boolean that no `true` or `false` follows. */
const isFlag = (schema: Schema, next: string | undefined) =>
  kindsOf(schema).includes('boolean') && next !== 'true' && next !== 'false';

export const kindsOf = ({ type, anyOf = [] }: Schema): string[] => [
  ...(type === undefined ? [] : [type]),
  ...anyOf.flatMap(kindsOf),
];

function setNegated(
  { values }: Parsed,
  option: string,
  byOption: ReadonlyMap<string, { name: string; schema: Schema }>,
): void {
  const field = option.startsWith('no-') ? byOption.get(option.slice(3)) : undefined;
  const kinds = field ? kindsOf(field.schema) : [];
  if (field && kinds.includes('boolean')) values[field.name] = false;
  else if (field && kinds.includes('null')) values[field.name] = null;
  else throw new UsageError(unknownOption(option));
}

const unknownOption = (option: string) =>
  option === 'token'
    ? 'A token is no option: other people of this machine could see it. Set TYDO_TOKEN, or run "tydo login".'
    : `There is no option --${option}.`;

function set(values: Record<string, unknown>, name: string, schema: Schema, text: string): void {
  const list = [schema, ...(schema.anyOf ?? [])].find(({ type }) => type === 'array');
  if (list) {
    const before: unknown = values[name];
    const items = list.items ?? {};
    const added = text.startsWith('[') ? listOf(text) : [valueOf(text, items)];
    values[name] = [...(Array.isArray(before) ? before : []), ...added];
    return;
  }
  if (name in values) throw new UsageError(`--${optionOf(name)} was said twice.`);
  values[name] = valueOf(text, schema);
}
