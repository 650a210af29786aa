// What all nouns (tasks, lists, …) have in common. A noun is defined by its entity and its read schema: the
// columns, how a row is read and stored, and what the journal keeps of it are derived from these.

import {
  type EntityClass,
  type EntityManager,
  type RequiredEntityData,
  types,
  UnderscoreNamingStrategy,
} from '@mikro-orm/core';
import { applyChanges, type Changes } from '@tydo/rules/row';
import { recordOf } from '@tydo/schemas/record';
import type { Dialect } from './dialect/dialect.ts';
import { timeOf } from './statement/iso-time.ts';

export type RowId = number | string;

/** A row in the form of its read schema. Of some nouns a person has one row, which needs no id. */
export interface Row {
  id?: RowId;
  updatedAt: string;
}

/** The properties of an entity: the row's fields, with a Date for an ISO text; those with a fallback may be null. */
export type EntityFields<R, Fallback extends keyof R> = {
  [Name in keyof Omit<R, Fallback>]: R[Name] | (string extends R[Name] ? Date : never);
} & { [Name in Fallback]?: R[Name] | (string extends R[Name] ? Date : never) | null | undefined };

/** The methods of a noun's entity. */
export interface NounEntity<R extends Row = Row> {
  id: RowId;
  userId: string;
  read(): R;
  /** Fields that are not given stay as they are. @param now ISO timestamp. */
  change(changes: Changes<R>, now: string): void;
}

/** How rows that older versions stored, in the table or the journal, are read. */
export interface History<R extends Row, Fallback extends keyof R> {
  /** The journal version that added a field; not needed for fields that the noun always had. */
  since?: { [Name in keyof R]?: number };
  /** The value of a field whose column is null, or which the version that wrote the row did not know. */
  fallbacks?: { [Name in Fallback]: (row: R) => R[Name] };
  /** The value of a field that a version without it may have left stale. */
  corrections?: { [Name in keyof R]?: (row: R) => R[Name] };
  /** Values that the journal leaves out of its rows, beside null. */
  defaults?: Partial<R>;
  /** Fields that the journal always stores, because older versions read them. */
  alwaysStored?: readonly (keyof R)[];
}

/** Fields that name rows of a noun, by a text or null, or an array of texts; and the name of that noun. */
export type References<R extends Row> = {
  [Name in keyof R as R[Name] extends string | null | readonly string[] ? Name : never]?: string;
};

interface NounOptions<R extends Row> {
  /** The field by which other rows name its rows; default: `id`. */
  namedBy?: keyof R & string;
  /** The id of a person's only row, for a noun whose rows have no id. The column `id` has it. */
  onlyId?: string;
  references?: References<R>;
  /** Fields whose column has '' for null. */
  emptyIsNull?: readonly (keyof R)[];
}

/** `emptyListIsNull`: JSON with a fallback, from which an empty list is read. */
type Kind = 'value' | 'boolean' | 'time' | 'json' | 'emptyIsNull' | 'emptyListIsNull';

interface Field {
  name: string;
  column: string;
  kind: Kind;
  /** Converts a column's value to the row's; undefined where they are the same. */
  read: ((stored: unknown) => unknown) | undefined;
}

interface FieldFallback<R extends Row> {
  name: string;
  valueFor(row: R): unknown;
}

interface Derived<R extends Row> {
  column: string;
  of(row: R): unknown;
}

export interface Noun<R extends Row = Row, E extends NounEntity<R> = NounEntity<R>> {
  /** Its name in the journal and in errors. */
  name: string;
  entity: EntityClass<E>;
  table: string;
  /** The type of the id column. */
  key: 'integer' | 'text';
  /** The field by which other rows name its rows. */
  nameField: string;
  /** The id of a row. */
  idOf(row: R): RowId;
  fields: readonly Field[];
  /** Columns that are not fields, such as the search text, with the function that computes each. */
  derived: readonly Derived<R>[];
  /** Fields that name rows of a noun; operation/references.ts checks them. */
  references: readonly { field: string; column: string; noun: string; isList: boolean }[];
  history: {
    since: { readonly [field: string]: number | undefined };
    fallbacks: readonly FieldFallback<R>[];
    corrections: readonly FieldFallback<R>[];
    defaults: object;
    alwaysStored: readonly string[];
  };
}

/** An entity's schema, before the ORM has read it. */
interface Schema {
  tableName: string;
  meta: {
    properties: Record<string, { type: unknown; onCreate?: (row: never, em: never) => unknown }>;
  };
}

const kinds = new Map<unknown, Kind>([
  [types.boolean, 'boolean'],
  [types.datetime, 'time'],
  [types.json, 'json'],
]);

/**
 * @param schema has a property for each field of `shape`; other properties need `onCreate`.
 * @param shape of the read schema, in the order of the fields in answers.
 * @throws TypeError for a field without a column, or a column that is neither a field nor derived.
 */
export function defineNoun<
  R extends Row,
  E extends NounEntity<R> & EntityFields<R, Fallback>,
  Fallback extends keyof R = never,
>(
  name: string,
  schema: Schema,
  entity: EntityClass<E>,
  shape: { [Name in keyof R]-?: unknown },
  {
    onlyId,
    namedBy = 'id',
    references = {},
    since = {},
    defaults = {},
    alwaysStored = [],
    emptyIsNull = [],
    fallbacks,
    corrections,
  }: History<R, Fallback> & NounOptions<R> = {},
): Noun<R, E> {
  const { properties } = schema.meta;
  const columnOf = (field: string) => new UnderscoreNamingStrategy().propertyToColumnName(field);
  const fields = Object.keys(shape).map((field) => {
    const property = properties[field];
    if (!property) throw new TypeError(`${name} has no column for ${field}.`);
    const isEmptyNull = emptyIsNull.some((one) => one === field);
    const ofType = kinds.get(property.type) ?? 'value';
    const hasFallback = Object.hasOwn(fallbacks ?? {}, field);
    const ofField = ofType === 'json' && hasFallback ? 'emptyListIsNull' : ofType;
    const kind = isEmptyNull ? 'emptyIsNull' : ofField;
    return { name: field, column: columnOf(field), kind, read: reads[kind] };
  });
  const derived = Object.entries(properties).flatMap(([field, { onCreate }]) => {
    if (field in shape || field === 'userId') return [];
    if (!onCreate)
      throw new TypeError(`${name}.${field} is not a field, and has no onCreate that derives it.`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it takes a row as well as an entity.
    return { column: columnOf(field), of: onCreate as unknown as (row: R) => unknown };
  });
  if (!('id' in shape) && onlyId === undefined) throw new TypeError(`${name} has no id.`);
  const key = properties['id']?.type === types.integer ? 'integer' : 'text';
  const history = {
    since: { ...since },
    defaults,
    alwaysStored: alwaysStored.map(String),
    fallbacks: valuesFor<R>(fallbacks ?? {}),
    corrections: valuesFor<R>(corrections ?? {}),
  };
  return {
    name,
    entity,
    table: schema.tableName,
    key,
    nameField: namedBy,
    idOf: ({ id }) => id ?? onlyId ?? '',
    fields,
    derived,
    references: fields.flatMap(({ name: field, column, kind }) => {
      const named = recordOf(references)[field];
      return typeof named === 'string'
        ? [{ field, column, noun: named, isList: /json|List/.test(kind) }]
        : [];
    }),
    history,
  };
}

const valuesFor = <R extends Row>(given: { [name: string]: unknown }): FieldFallback<R>[] =>
  Object.entries(given).map(([name, valueFor]) => ({
    name,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.entries loses the type.
    valueFor: valueFor as FieldFallback<R>['valueFor'],
  }));

/** The columns of the fields. */
export const readColumnsOf = <R extends Row>({ fields }: Noun<R>): string[] =>
  fields.map(({ column }) => column);

/** All columns by name, because a prepared `select *` fails when a newer version adds a column. */
export const allColumnsOf = <R extends Row>(noun: Noun<R>): string[] => [
  ...readColumnsOf(noun),
  'user_id',
  ...noun.derived.map(({ column }) => column),
];

/** The row of a statement's result. */
export function readRow<R extends Row>(noun: Noun<R>, stored: object): R {
  const columns = recordOf(stored);
  const row: Record<string, unknown> = {};
  for (const { name, column, read } of noun.fields) {
    const value = columns[column];
    row[name] = read ? read(value) : value;
  }
  return withFallbacks(noun, row);
}

/** The row of an entity. */
export function readEntity<R extends Row>(noun: Noun<R>, entity: object): R {
  const properties = recordOf(entity);
  const row: Record<string, unknown> = {};
  for (const { name, kind } of noun.fields) {
    const value = properties[name];
    row[name] = rowValue(kind, value);
  }
  return withFallbacks(noun, row);
}

/** A new entity, to be flushed. */
export const createEntity = <R extends Row, E extends NounEntity<R>>(
  em: Pick<EntityManager, 'create'>,
  { entity, fields }: Noun<R, E>,
  userId: string,
  row: Omit<R, 'id'> & Partial<Pick<R, 'id'>>,
): E => {
  const values = recordOf(row);
  const data: Record<string, unknown> = { userId };
  for (const { name, kind } of fields) {
    if (name in values) data[name] = entityValue(kind, values[name]);
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- these are all its fields.
  return em.create(entity, data as RequiredEntityData<E>);
};

/** Sets the properties of an entity that differ from `row`. */
export function writeEntity<R extends Row>(noun: Noun<R>, entity: object, row: R): void {
  const properties = recordOf(entity);
  const [before, after] = [recordOf(readEntity(noun, entity)), recordOf(row)];
  for (const { name, kind } of noun.fields) {
    if (isSame(before[name], after[name])) continue;
    properties[name] = entityValue(kind, after[name]);
  }
}

/** Fields that are not given stay; `updatedAt` grows only if a value differs. @param now ISO timestamp. */
export const changeEntity = <R extends Row>(
  noun: Noun<R>,
  entity: object,
  changes: Changes<R>,
  now: string,
): void => writeEntity(noun, entity, applyChanges(readEntity(noun, entity), changes, now));

function rowValue(kind: Kind, value: unknown): unknown {
  if (kind === 'emptyIsNull') return value === '' ? null : value;
  return kind === 'time' && value instanceof Date ? value.toISOString() : value;
}

function entityValue(kind: Kind, value: unknown): unknown {
  if (kind === 'emptyListIsNull') return Array.isArray(value) && value.length === 0 ? null : value;
  if (kind === 'emptyIsNull') return value ?? '';
  return kind === 'time' && typeof value === 'string' ? new Date(value) : value;
}

/** A row by columns, derived ones too, for a statement with JSON. @param only these columns; by default all. */
export function storedRow<R extends Row>(
  { fields, derived }: Noun<R>,
  row: R,
  dialect: Dialect,
  only?: ReadonlySet<string>,
): Record<string, unknown> {
  const values = recordOf(row);
  const stored: Record<string, unknown> = {};
  for (const { name, column, kind } of fields) {
    if (only && !only.has(column)) continue;
    const value = values[name];
    const isTime = kind === 'time' && typeof value === 'string';
    stored[column] = isTime ? dialect.jsonTime(value) : entityValue(kind, value);
  }
  for (const hidden of derived) {
    if (!only || only.has(hidden.column)) stored[hidden.column] = hidden.of(row);
  }
  return stored;
}

/** The columns in which some rows differ from what they were. */
export function changedColumns<R extends Row>(
  { fields, derived }: Noun<R>,
  rows: readonly { before: R; after: R }[],
): string[] {
  const changed = fields.filter(({ name }) =>
    rows.some(({ before, after }) => !isSame(recordOf(before)[name], recordOf(after)[name])),
  );
  const hidden = derived.filter((column) =>
    rows.some(({ before, after }) => column.of(before) !== column.of(after)),
  );
  return [...changed, ...hidden].map(({ column }) => column);
}

/** Whether two values of a field are the same, as JSON: a value may be an array. */
export const isSame = (one: unknown, other: unknown): boolean =>
  one === other ||
  (typeof one === 'object' &&
    typeof other === 'object' &&
    JSON.stringify(one) === JSON.stringify(other));

const reads: Record<Kind, Field['read']> = {
  value: undefined,
  boolean: Boolean,
  time: (stored) =>
    typeof stored === 'string' || typeof stored === 'number' ? timeOf(stored) : null,
  json: (stored) => (typeof stored === 'string' ? JSON.parse(stored) : stored),
  emptyIsNull: (stored) => (stored === '' ? null : stored),
  emptyListIsNull: (stored) => (typeof stored === 'string' ? JSON.parse(stored) : stored),
};

/** Sets the fields that were not stored. @param fields all fields of a row. */
export function withFallbacks<R extends Row>(
  { history }: Pick<Noun<R>, 'history'>,
  fields: Record<string, unknown>,
): R {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- these are all its fields.
  const row = fields as unknown as R;
  for (const fallback of history.fallbacks) fields[fallback.name] ??= fallback.valueFor(row);
  for (const correction of history.corrections) fields[correction.name] = correction.valueFor(row);
  return row;
}
