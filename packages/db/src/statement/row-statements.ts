// MikroORM writes single rows with statements that are compiled once per set of columns, instead of built
// for each row: a quarter of the CPU of a create or update (docs/decisions/0014-speed.md). Several rows, values
// that are SQL, and rare sets of columns, it writes as usual; without this file, everything.
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
import { type Kysely, type QueryResult as KyselyResult, sql } from 'kysely';
import type { Connection } from '../connection/connection.ts';
import type { Dialect } from '../dialect/dialect.ts';
import { maxKeptSets, type NamedQuery, prepare } from './prepared.ts';

type Row = Record<string, unknown>;

type DriverClass = Connection['driver'];

/** MikroORM's driver, with prepared statements for single rows. */
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
      const inserting =
        options.ctx && row && data.length === 1 && statements.insert(meta, row, options.ctx);
      if (!inserting) return super.nativeInsertMany(entity, data, options, transform);
      const { rows } = await inserting;
      const [inserted = {}] = rows;
      const insertId = Number(inserted[meta.primaryKeys[0]]);
      return asResult({ affectedRows: rows.length, insertId, row: inserted, rows });
    }

    override async nativeUpdate<T extends object>(
      entity: EntityName<T>,
      where: FilterQuery<T>,
      data: EntityDictionary<T>,
      options: NativeInsertUpdateOptions<T> = {},
    ): Promise<QueryResult<T>> {
      const meta = this.getMetadata().get(entity);
      const updating = options.ctx && statements.update(meta, recordOf(where), data, options.ctx);
      if (!updating) return super.nativeUpdate(entity, where, data, options);
      const { numAffectedRows = 0n } = await updating;
      return asResult({ affectedRows: Number(numAffectedRows), insertId: 0, row: {}, rows: [] });
    }
  };
}

const asResult = <T>(result: QueryResult<Row>) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the ORM's type wants T's own key.
  result as unknown as QueryResult<T>;

class RowStatements {
  readonly #dialect: Dialect;
  readonly #cache = new Map<string, (values: Row) => NamedQuery>();

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** Returns the new row's id; undefined where the row is not plain, or there are too many statements. */
  insert(
    meta: EntityMetadata,
    row: Row,
    db: Kysely<never>,
  ): Promise<KyselyResult<Row>> | undefined {
    const [key = ''] = meta.primaryKeys;
    // Every column but the key is given: `returning` needs no other.
    const isComplete = meta.props.every(({ name }) => name in row !== (name === key));
    // Columns that have their default are left out: each costs time.
    const given = Object.fromEntries(
      Object.entries(row).filter(([name, value]) => !isDefault(meta, name, value)),
    );
    if (!isComplete || !isPlain(meta, given)) return undefined;
    return this.#execute('insert', meta, given, db, (names, value) => {
      const columns = sql.join(names.map((name) => column(meta, name)));
      const values = sql.join(names.map((name) => value(name)));
      return sql`insert into ${sql.table(meta.tableName)} (${columns}) values (${values}) returning ${column(meta, key)}`;
    });
  }

  /** Undefined where the changes are not plain, the row is not named by its key, or there are too many statements. */
  update(
    meta: EntityMetadata,
    where: Row,
    changes: Row,
    db: Kysely<never>,
  ): Promise<KyselyResult<Row>> | undefined {
    const [key = ''] = meta.primaryKeys;
    const isByKey = Object.keys(where).join() === key && !(key in changes);
    if (!isByKey || !isPlain(meta, changes)) return undefined;
    return this.#execute('update', meta, { ...changes, ...where }, db, (names, value) => {
      const set = names
        .filter((name) => name !== key)
        .map((name) => sql`${column(meta, name)} = ${value(name)}`);
      return sql`update ${sql.table(meta.tableName)} set ${sql.join(set)} where ${column(meta, key)} = ${value(key)}`;
    });
  }

  #execute(
    verb: string,
    { tableName }: EntityMetadata,
    values: Row,
    db: Kysely<never>,
    build: (names: string[], value: (name: string) => unknown) => ReturnType<typeof sql>,
  ): Promise<KyselyResult<Row>> | undefined {
    const names = Object.keys(values);
    const kind = `${verb} ${tableName} ${names.join()}`;
    let fill = this.#cache.get(kind);
    if (!fill) {
      if (this.#cache.size >= maxKeptSets) return undefined;
      fill = prepare<unknown, Row, unknown>(db, this.#dialect, ({ raw, value }) =>
        raw(build(names, value)),
      );
      this.#cache.set(kind, fill);
    }
    return db.executeQuery<Row>(fill(values));
  }
}

const isDefault = ({ properties }: EntityMetadata, name: string, value: unknown): boolean => {
  const { nullable = false, default: constant }: { nullable?: boolean; default?: unknown } =
    properties[name] ?? {};
  return value === null ? nullable && constant === undefined : value === constant;
};

/** Each property has one column, and each value is a scalar, no SQL. */
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
