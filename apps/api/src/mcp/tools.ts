// The tools of /mcp: procedures that say `mcp: true`.

import { recordOf } from '@tydo/schemas/record';
import { inputFieldsOf } from '../faces/input-fields.ts';
import { asObject, branches, type JsonSchema, jsonSchemaOf } from '../faces/json-schema.ts';
import type { Procedure } from '../faces/procedures.ts';

export interface Tool {
  name: string;
  title: string;
  description: string;
  inputSchema: {
    type: 'object';
    properties: Record<string, JsonSchema>;
    required?: string[];
  };
  annotations: {
    readOnlyHint: boolean;
    destructiveHint: boolean;
    idempotentHint: boolean;
    openWorldHint: boolean;
  };
}

/** The procedures that are tools, by the name of the tool. */
export const toolProceduresOf = (procedures: Iterable<Procedure>): ReadonlyMap<string, Procedure> =>
  new Map(
    [...procedures].flatMap((procedure) =>
      procedure.meta.mcp ? [[nameOf(procedure), procedure]] : [],
    ),
  );

/** `task_create_many` */
const nameOf = ({ path }: Pick<Procedure, 'path'>): string =>
  path.replace('.', '_').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * The tools of these procedures. They are small, because an assistant reads all of them before its first call: what a
 * field means is said at the first tool that has it.
 */
export function toolsOf(procedures: ReadonlyMap<string, Procedure>): Tool[] {
  const earlier: Earlier = { said: new Set(), inputs: new Map() };
  return [...procedures].map(([name, procedure]) => toolOf(name, procedure, earlier));
}

function toolOf(name: string, procedure: Procedure, earlier: Earlier): Tool {
  const { meta, type, path } = procedure;
  const errors = Object.entries(meta.errors ?? {}).map(([code, when]) => `${code}: ${when}`);
  const words = name.replaceAll('_', ' ');
  return {
    name,
    title: words.charAt(0).toUpperCase() + words.slice(1),
    description: plain([meta.summary, ...errors].join('\n')),
    inputSchema: inputSchemaOf(name, procedure, earlier),
    annotations: {
      readOnlyHint: type === 'query',
      destructiveHint: path.includes('delete'),
      idempotentHint: type === 'query' || /\.(update|delete)/.test(path),
      openWorldHint: false,
    },
  };
}

/** What the tools before this one have said. */
interface Earlier {
  /** Sentences and limits. */
  said: Set<string>;
  /** Tools by the names of their fields. */
  inputs: Map<string, string>;
}

/** Further fields are not refused here: `operationId` is taken, though not listed. */
function inputSchemaOf(name: string, { input }: Procedure, earlier: Earlier): Tool['inputSchema'] {
  const whole = jsonSchemaOf(input, 'input');
  const object = shortOf(branches(whole).find(({ properties }) => properties) ?? {});
  const small = withoutRepetition(object, earlier);
  earlier.inputs.set(namesIn(object), name);
  return {
    type: 'object',
    properties: small,
    ...(object.required ? { required: object.required } : {}),
  };
}

const namesIn = ({ properties = {} }: JsonSchema): string => Object.keys(properties).join();

/** Taken all the same: the face makes an `operationId`, and `direction` has no effect. */
const unlisted = new Set(['operationId', 'direction']);
/** What costs much and tells an assistant little; the server says it where it matters. */
const unsaid = new Set([
  '$schema',
  'additionalProperties',
  'default',
  'minItems',
  'minLength',
  'pattern',
  'uniqueItems',
]);

function shortOf(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema, (key, value: unknown) => {
    if (unlisted.has(key) || (unsaid.has(key) && typeof value !== 'object')) return undefined;
    if (isUsualLimit(key, value)) return undefined;
    if (key === 'description' && typeof value === 'string') return plain(value);
    return shortUnion(value);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same, with less in it.
  return JSON.parse(text) as JsonSchema;
}

/** Limits that no assistant reaches: of ids, dates and cursors. */
const isUsualLimit = (key: string, value: unknown): boolean =>
  (key === 'maxLength' && Number(value) <= 255 && value !== 200 && value !== 60) ||
  (key === 'maximum' && Number(value) >= 2 ** 31 - 1) ||
  (key === 'minimum' && Number(value) <= 1);

/**
 * `{ anyOf: [{ type: 'string', … }, { type: 'null' }] }` as `{ type: ['string', 'null'], … }`; and several objects
 * with one key each as one object with one of these keys.
 */
function shortUnion(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('anyOf' in value)) return value;
  const { anyOf, ...others } = value;
  const all = Array.isArray(anyOf) ? anyOf.map(recordOf) : [];
  const objects = all.filter((one) => 'properties' in one);
  if (objects.length > 1) {
    const properties = Object.assign({}, ...objects.map((one) => one['properties']));
    const one = { type: 'object', properties, maxProperties: 1 };
    return { anyOf: [...all.filter((option) => !objects.includes(option)), one], ...others };
  }
  const options = all;
  const types = options.map(({ type }) => type);
  const isPlain = options.every((one) => typeof one['type'] === 'string' && !('properties' in one));
  if (!isPlain || new Set(types).size !== types.length) return value;
  const merged = Object.assign({}, ...options, others, { type: types });
  const isNullable = types.includes('null') && Array.isArray(merged.enum);
  return isNullable ? { ...merged, enum: [...merged.enum, null] } : merged;
}

/** Without what stands at an earlier field of the same name: sentences of its description, and limits. */
function withoutRepetition(schema: JsonSchema, earlier: Earlier): Record<string, JsonSchema> {
  const entries = Object.entries(schema.properties ?? {}).map(([name, value]) => [
    name,
    fieldWithoutRepetition(name, asObject(value), earlier),
  ]);
  return Object.fromEntries(entries);
}

function fieldWithoutRepetition(
  name: string,
  { description = '', maxLength, maxItems, maximum, enum: values, ...field }: JsonSchema,
  earlier: Earlier,
): JsonSchema {
  const isFirst = (text: string) => !earlier.said.has(text) && earlier.said.add(text);
  const sentences = description.split(/(?<=[.;]) /);
  const meaning = sentences.filter((text) => text !== '' && isFirst(text)).join(' ');
  const limits = { maxLength, maxItems, maximum, enum: values };
  return {
    ...field,
    ...(isFirst(`${name} ${JSON.stringify(limits)}`) ? limits : {}),
    ...(field.items ? { items: itemWithoutRepetition(asObject(field.items), earlier) } : {}),
    ...(meaning === '' ? {} : { description: meaning }),
  };
}

function itemWithoutRepetition(item: JsonSchema, { inputs }: Earlier): JsonSchema {
  const same = item.properties && inputs.get(namesIn(item));
  if (same !== undefined) {
    return { type: 'object', description: `The same fields as in ${same}.` };
  }
  const { description, ...others } = item;
  return description === undefined ? item : others;
}

/** Without Markdown; other tools and the fields of errors have their names here. */
const plain = (text: string): string =>
  text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/`data\.(\w+)`/g, '$1')
    .replaceAll(/`([a-z]+\.[a-zA-Z]+)`/g, (_, path: string) => nameOf({ path }))
    .replaceAll('`', '');

/** Whether an empty input stands for none. */
export const takesNothing = (procedure: Procedure): boolean => inputFieldsOf(procedure).isNothing;

/** Whether a call can be repeated under its own name. */
export const takesOperationId = (procedure: Procedure): boolean =>
  inputFieldsOf(procedure).fields.has('operationId');
