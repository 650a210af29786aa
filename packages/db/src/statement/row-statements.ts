// How the ORM writes a single row: with a statement that is compiled once for its columns, instead of
// one that it builds and formats each time (docs/decisions/0014-speed.md). What is not plain, or not
// single, it writes in its own way; without this file, everything.
import type {
  EntityDictionary,
  EntityMetadata,
  EntityName,
  FilterQuery,
  NativeInsertUpdateManyOptions,
  NativeInsertUpdateOptions,
  QueryResult,
} from '@mikro-orm/core';
import { recordOf } from '@tydo/schemas/record';
import { type QueryResult as Answer, type Kysely, sql } from 'kysely';
import type { Connection } from '../connection/connection.ts';
import type { Dialect } from '../dialect/dialect.ts';
import { type NamedQuery, prepare } from './prepared.ts';

type Row = Record<string, unknown>;

type DriverClass = Connection['driver'];

/** A driver of MikroORM's that writes so. */
export function withRowStatements(Driver: DriverClass, dialect: Dialect): DriverClass {
  const statements = new RowStatements(dialect);
  return class extends Driver {
    override async nativeInsertMany<T extends object>(
      entity: EntityName<T>,
      data: EntityDictionary<T>[],
      options: NativeInsertUpdateManyOptions<T> = {},
      transform?: (sql: string) => string,
    ): Promise<QueryResult<T>> {
      const meta = this.getMetadata().get(entity);
      const [row] = data;
      const asked =
        options.ctx && row && data.length === 1 && statements.insert(meta, row, options.ctx);
      if (!asked) return super.nativeInsertMany(entity, data, options, transform);
      const { rows } = await asked;
      const [made = {}] = rows;
      const insertId = Number(made[meta.primaryKeys[0]]);
      return toldAs({ affectedRows: rows.length, insertId, row: made, rows });
    }

    override async nativeUpdate<T extends object>(
      entity: EntityName<T>,
      where: FilterQuery<T>,
      data: EntityDictionary<T>,
      options: NativeInsertUpdateOptions<T> = {},
    ): Promise<QueryResult<T>> {
      const meta = this.getMetadata().get(entity);
      const asked = options.ctx && statements.update(meta, recordOf(where), data, options.ctx);
      if (!asked) return super.nativeUpdate(entity, where, data, options);
      const { numAffectedRows = 0n } = await asked;
      return toldAs({ affectedRows: Number(numAffectedRows), insertId: 0, row: {}, rows: [] });
    }
  };
}

const toldAs = <T>(result: QueryResult<Row>) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the ORM's type wants T's own key.
  result as unknown as QueryResult<T>;

class RowStatements {
  readonly #dialect: Dialect;
  readonly #kept = new Map<string, (values: Row) => NamedQuery>();

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** Undefined where the row is not plain. Gives what the database made of it: its id. */
  insert(meta: EntityMetadata, row: Row, on: Kysely<never>): Promise<Answer<Row>> | undefined {
    const [key = ''] = meta.primaryKeys;
    // What the database fills in has to be asked for: here that is the key, and no other column.
    const whole = meta.props.every(({ name }) => name in row !== (name === key));
    if (!whole || !isPlain(meta, row)) return undefined;
    return this.#ask('insert', meta, row, on, (names, value) => {
      const columns = sql.join(names.map((name) => column(meta, name)));
      const values = sql.join(names.map((name) => value(name)));
      return sql`insert into ${sql.table(meta.tableName)} (${columns}) values (${values}) returning ${column(meta, key)}`;
    });
  }

  /** Undefined where the row, or what names it, is not plain. */
  update(
    meta: EntityMetadata,
    where: Row,
    changes: Row,
    on: Kysely<never>,
  ): Promise<Answer<Row>> | undefined {
    const [key = ''] = meta.primaryKeys;
    const named = Object.keys(where).join() === key && !(key in changes);
    if (!named || !isPlain(meta, changes)) return undefined;
    return this.#ask('update', meta, { ...changes, ...where }, on, (names, value) => {
      const set = names
        .filter((name) => name !== key)
        .map((name) => sql`${column(meta, name)} = ${value(name)}`);
      return sql`update ${sql.table(meta.tableName)} set ${sql.join(set)} where ${column(meta, key)} = ${value(key)}`;
    });
  }

  #ask(
    verb: string,
    { tableName }: EntityMetadata,
    values: Row,
    on: Kysely<never>,
    build: (names: string[], value: (name: string) => unknown) => ReturnType<typeof sql>,
  ): Promise<Answer<Row>> {
    const names = Object.keys(values);
    const kind = `${verb} ${tableName} ${names.join()}`;
    let fill = this.#kept.get(kind);
    if (!fill) {
      fill = prepare<unknown, Row, unknown>(on, this.#dialect, ({ raw, value }) =>
        raw(build(names, value)),
      );
      this.#kept.set(kind, fill);
    }
    return on.executeQuery<Row>(fill(values));
  }
}

/** Columns of their own, and values that are no SQL. */
const isPlain = ({ properties }: EntityMetadata, row: Row): boolean =>
  Object.entries(row).every(([name, value]) => {
    const property: { fieldNames?: string[]; customType?: unknown } = properties[name] ?? {};
    const isScalar =
      value === null ||
      value instanceof Date ||
      ['string', 'number', 'boolean'].includes(typeof value);
    return isScalar && property.fieldNames?.length === 1 && property.customType === undefined;
  });

const column = ({ properties }: EntityMetadata, name: string) =>
  sql.ref(properties[name]?.fieldNames[0] ?? name);
