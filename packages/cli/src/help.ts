import { optionOf } from './errors.ts';
import { kindsOf } from './options.ts';
import { fieldsOf, type Procedure, readProcedures, requiredOf, type Schema } from './procedures.ts';
import { words } from './words.ts';

/** `task create-many` */
export const commandOf = ({ path }: Procedure): string => path.split('.').map(optionOf).join(' ');

/** The text for a command, a noun, or all; undefined for what is none. */
export function helpOf([first, second]: readonly string[]): string | undefined {
  if (first === undefined) return overview();
  const word = Object.hasOwn(words, first) ? words[first] : undefined;
  if (word) return `tydo ${word.usage}\n\n${word.summary}.\n`;
  const procedures = readProcedures().filter(({ path }) => path.startsWith(`${first}.`));
  if (second === undefined)
    return procedures.length === 0 ? undefined : helpOfNoun(first, procedures);
  const procedure = procedures.find((one) => commandOf(one) === `${first} ${second}`);
  return procedure && helpOfProcedure(procedure);
}

function overview(): string {
  const nouns = new Map<string, string[]>();
  for (const procedure of readProcedures()) {
    const [noun = '', verb = ''] = commandOf(procedure).split(' ');
    nouns.set(noun, [...(nouns.get(noun) ?? []), verb]);
  }
  return [
    'tydo <command>',
    '',
    ...Object.values(words).map(({ usage, summary }) => `  tydo ${usage}\n      ${summary}`),
    '',
    'Each procedure of the API: tydo <noun> <verb> --field value',
    '',
    ...[...nouns].map(([noun, verbs]) => `  ${noun.padEnd(10)} ${verbs.join(', ')}`),
    '',
    'More of each: tydo <noun> --help, tydo <noun> <verb> --help',
    'Where stdout is no terminal, or with --json, answers are a line of JSON.',
    'TYDO_URL and TYDO_TOKEN, or "tydo login", say where and who.',
    '',
  ].join('\n');
}

const helpOfNoun = (noun: string, procedures: readonly Procedure[]): string =>
  [
    `tydo ${noun} <verb>`,
    '',
    ...procedures.map((one) => `  tydo ${commandOf(one)}\n      ${one.summary}`),
    '',
  ].join('\n');

function helpOfProcedure(procedure: Procedure): string {
  const required = requiredOf(procedure);
  const fields = Object.entries(fieldsOf(procedure)).filter(([name]) => name !== 'direction');
  return [
    `tydo ${commandOf(procedure)}`,
    '',
    procedure.summary.replaceAll(links, '$1'),
    '',
    ...fields.map(([name, schema]) => lineOf(name, schema, required.includes(name))),
    '',
  ].join('\n');
}

/** Of the reference, where descriptions come from. */
const links = /\[([^\]]+)\]\([^)]*\)/g;

function lineOf(name: string, schema: Schema, isRequired: boolean): string {
  const kinds = [...new Set(kindsOf(schema))];
  const value = kinds.includes('boolean')
    ? ''
    : ` <${schema.enum?.join('|') ?? kinds.filter((kind) => kind !== 'null').join('|')}>`;
  const notes = [
    isRequired && 'required',
    kinds.includes('array') && 'may be repeated',
    (kinds.includes('null') || kinds.includes('boolean')) && `--no-${optionOf(name)}`,
  ].filter(Boolean);
  const meaning = (schema.description ?? schema.items?.description ?? '').replaceAll(links, '$1');
  return `  --${optionOf(name)}${value}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}\n      ${meaning}`;
}
