// What all nouns (tasks, lists, …) have in common. A noun is its entity and its read schema: from them
// follow the columns, how a row is read and stored, and what the journal keeps of it.

import {
  type EntityClass,
  type EntityManager,
  type RequiredEntityData,
  types,
  UnderscoreNamingStrategy,
} from '@mikro-orm/core';
import type { Changes } from '@tydo/rules/row';
import { recordOf } from '@tydo/schemas/record';
import type { Dialect } from './dialect/dialect.ts';
import { timeOf } from './statement/iso-time.ts';

export type RowId = number | string;

/** A row as everybody outside the database sees it. */
export interface Row {
  id: RowId;
  createdAt: string;
  updatedAt: string;
}

/**
 * An entity with all fields of the row: as they are, or a Date where the row has its ISO text; those that are
 * filled may be missing.
 */
export type Stores<R, Filled extends keyof R> = {
  [Name in keyof Omit<R, Filled>]: R[Name] | (string extends R[Name] ? Date : never);
} & { [Name in Filled]?: R[Name] | null | undefined };

/** What an entity of a noun can do, beside having the fields. */
export interface NounEntity<R extends Row = Row> {
  id: R['id'];
  userId: string;
  read(): R;
  /** What is not given stays. @param now ISO timestamp. */
  change(changes: Changes<R>, now: string): void;
}

/** How the rows of a noun lie in the journal, from version to version. */
export interface History<R extends Row, Filled extends keyof R> {
  /** The journal's version in which a field came, unless it came with the noun. */
  since?: { [Name in keyof R]?: number };
  /** What fields have where their column is null, or was unknown to who wrote the row. */
  filled?: { [Name in Filled]: (row: R) => R[Name] };
  /** What a field is where it is not stored; null where none is given. */
  defaults?: Partial<R>;
  /** What is stored always, because older versions read it. */
  whole?: readonly (keyof R)[];
}

/** The noun that a field names rows of: by one text, which may be null, or by an array of texts. */
export type References<R extends Row> = {
  [Name in keyof R as R[Name] extends string | null | readonly string[] ? Name : never]?: string;
};

type Kind = 'value' | 'boolean' | 'time' | 'json';

interface Field {
  name: string;
  column: string;
  kind: Kind;
  /** What its column holds, as a caller sees it; as it is where there is none. */
  read: ((stored: unknown) => unknown) | undefined;
}

interface Fill<R extends Row> {
  name: string;
  fill(row: R): unknown;
}

interface Derived<R extends Row> {
  column: string;
  of(row: R): unknown;
}

export interface Noun<R extends Row = Row, E extends NounEntity<R> = NounEntity<R>> {
  /** As it is called in the journal and in errors. */
  name: string;
  entity: EntityClass<E>;
  table: string;
  /** The type of the id's column. */
  key: 'integer' | 'text';
  fields: readonly Field[];
  /** Columns that no row shows, such as the search's, and what each holds. */
  derived: readonly Derived<R>[];
  /** Fields that name rows of a noun; checked whenever one is set (operation/references.ts). */
  references: readonly { field: string; noun: string }[];
  history: {
    since: { readonly [field: string]: number | undefined };
    filled: readonly Fill<R>[];
    defaults: object;
    whole: readonly string[];
  };
}

/** Of an entity's schema, before the ORM has read it. */
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
 * @param schema has a property for each field of `shape`, and `onCreate` for what is no field.
 * @param shape of the read schema, in the order in which answers have the fields.
 */
export function defineNoun<
  R extends Row,
  E extends NounEntity<R> & Stores<R, Filled>,
  Filled extends keyof R = never,
>(
  name: string,
  schema: Schema,
  entity: EntityClass<E>,
  shape: { [Name in keyof R]-?: unknown },
  {
    references = {},
    since = {},
    defaults = {},
    whole = [],
    filled,
  }: History<R, Filled> & { references?: References<R> } = {},
): Noun<R, E> {
  const { properties } = schema.meta;
  const column = (field: string) => new UnderscoreNamingStrategy().propertyToColumnName(field);
  const fields = Object.keys(shape).map((field) => {
    const property = properties[field];
    if (!property) throw new TypeError(`${name} has no column for ${field}.`);
    const kind = kinds.get(property.type) ?? 'value';
    return { name: field, column: column(field), kind, read: reads[kind] };
  });
  const derived = Object.entries(properties).flatMap(([field, { onCreate }]) => {
    if (field in shape || field === 'userId') return [];
    if (!onCreate) throw new TypeError(`${name}.${field} is no field, and nothing derives it.`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a row as well as of an entity.
    return { column: column(field), of: onCreate as unknown as (row: R) => unknown };
  });
  const key = properties['id']?.type === types.integer ? 'integer' : 'text';
  const history = {
    since: { ...since },
    defaults,
    whole: whole.map(String),
    filled: Object.entries<(row: R) => unknown>(filled ?? {}).map(([field, fill]) => ({
      name: field,
      fill,
    })),
  };
  return {
    name,
    entity,
    table: schema.tableName,
    key,
    fields,
    derived,
    references: Object.entries<string | undefined>(references).flatMap(([field, named]) =>
      named === undefined ? [] : [{ field, noun: named }],
    ),
    history,
  };
}

/** The columns of what a caller sees. */
export const readColumnsOf = <R extends Row>({ fields }: Noun<R>): string[] =>
  fields.map(({ column }) => column);

/** All columns, by name: the plan that a database keeps of `*` fails when a newer version adds one. */
export const allColumnsOf = <R extends Row>(noun: Noun<R>): string[] => [
  ...readColumnsOf(noun),
  'user_id',
  ...noun.derived.map(({ column }) => column),
];

/** What a statement gave of a row, in the contract's shape. */
export function readRow<R extends Row>(noun: Noun<R>, stored: object): R {
  const columns = recordOf(stored);
  const row: Record<string, unknown> = {};
  for (const { name, column, read } of noun.fields) {
    const value = columns[column];
    row[name] = read ? read(value) : value;
  }
  return filledRow(noun, row);
}

/** The same of an entity. */
export function readEntity<R extends Row>(noun: Noun<R>, entity: object): R {
  const properties = recordOf(entity);
  const row: Record<string, unknown> = {};
  for (const { name, kind } of noun.fields) {
    const value = properties[name];
    row[name] = kind === 'time' && value instanceof Date ? value.toISOString() : value;
  }
  return filledRow(noun, row);
}

/** A new entity of a person's, to be flushed. */
export const createEntity = <R extends Row, E extends NounEntity<R>>(
  em: Pick<EntityManager, 'create'>,
  { entity, fields }: Noun<R, E>,
  userId: string,
  row: Omit<R, 'id'> & Partial<Pick<R, 'id'>>,
): E => {
  const values = recordOf(row);
  const data = fields.flatMap(({ name, kind }) =>
    name in values ? [[name, entityValue(kind, values[name])]] : [],
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all fields of the row, which it stores.
  return em.create(entity, { userId, ...Object.fromEntries(data) } as RequiredEntityData<E>);
};

/** Makes of an entity what `row` says, and touches nothing that is so already. */
export function writeEntity<R extends Row>(noun: Noun<R>, entity: object, row: R): void {
  const properties = recordOf(entity);
  const [before, after] = [recordOf(readEntity(noun, entity)), recordOf(row)];
  for (const { name, kind } of noun.fields) {
    if (isSame(before[name], after[name])) continue;
    properties[name] = entityValue(kind, after[name]);
  }
}

const entityValue = (kind: Kind, value: unknown): unknown =>
  kind === 'time' && typeof value === 'string' ? new Date(value) : value;

/** A row as the entity would write it, for an INSERT by `json_each` or `json_populate_recordset`. */
export function storedRow<R extends Row>(
  { fields, derived }: Noun<R>,
  row: R,
  dialect: Dialect,
): Record<string, unknown> {
  const values = recordOf(row);
  const stored: Record<string, unknown> = {};
  for (const { name, column, kind } of fields) {
    const value = values[name];
    const isTime = kind === 'time' && typeof value === 'string';
    stored[column] = isTime ? dialect.jsonTime(value) : value;
  }
  for (const hidden of derived) stored[hidden.column] = hidden.of(row);
  return stored;
}

/** Whether two values of a field are the same: as JSON, since they may be lists. */
export const isSame = (one: unknown, other: unknown): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

const reads: Record<Kind, Field['read']> = {
  value: undefined,
  boolean: Boolean,
  time: (stored) =>
    typeof stored === 'string' || typeof stored === 'number' ? timeOf(stored) : null,
  json: (stored) => (typeof stored === 'string' ? JSON.parse(stored) : stored),
};

/** Fills what was not stored. @param fields all of a row. */
export function filledRow<R extends Row>(
  { history }: Pick<Noun<R>, 'history'>,
  fields: Record<string, unknown>,
): R {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has all fields of the shape.
  const row = fields as unknown as R;
  for (const one of history.filled) fields[one.name] ??= one.fill(row);
  return row;
}
