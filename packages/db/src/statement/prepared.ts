// Statements that Kysely builds and compiles once, and that are then only filled with values: building
// one costs more than running it (docs/decisions/0014-speed.md).
import { hash } from 'node:crypto';
import { recordOf } from '@tydo/schemas/record';
import {
  type Compilable,
  type CompiledQuery,
  type Kysely,
  QueryCreator,
  type RawBuilder,
} from 'kysely';
import type { Connection } from '../connection/connection.ts';
import type { Dialect } from '../dialect/dialect.ts';

/** A statement that runs often: PostgreSQL may keep it prepared under its name, unless that is empty. */
export interface NamedQuery extends CompiledQuery<never> {
  readonly name: string;
}

export const isNamed = (query: CompiledQuery): query is NamedQuery => 'name' in query;

/** What a statement is built with. */
export interface BuildContext<Tables, Values> {
  db: QueryCreator<Tables>;
  dialect: Dialect;
  /** For a statement that is written as text. */
  raw: <Row>(text: RawBuilder<Row>) => Compilable<Row>;
  /** A placeholder for a value that is given when the statement runs. */
  value: <Name extends keyof Values & string>(name: Name) => Values[Name];
}

/** Builds a statement. The function is its identity in the cache: a constant, not a new closure per call. */
export type Statement<Tables, Values, Row> = (
  building: BuildContext<Tables, Values>,
) => Compilable<Row>;

/** Runs a statement with these values, outside of any transaction if none is given. */
export type Execute = <Tables, Values extends object, Row>(
  statement: Statement<Tables, Values, Row>,
  values: Values,
  transaction?: Kysely<never>,
  options?: Partial<ExecuteOptions>,
) => Promise<Row[]>;

export interface ExecuteOptions {
  /** False for a statement that was built for one call: it is neither kept here nor prepared on the server. */
  isKept: boolean;
}

/** `Execute` for one database, with its cache of statements. */
export function createExecute(
  db: Kysely<never>,
  { dialect, executeOutsideTransaction }: Connection,
): Execute {
  const cache = new Map<unknown, (values: object) => NamedQuery>();
  return async <Tables, Values extends object, Row>(
    statement: Statement<Tables, Values, Row>,
    values: Values,
    transaction?: Kysely<never>,
    { isKept = true }: Partial<ExecuteOptions> = {},
  ) => {
    let fill = cache.get(statement);
    if (!fill) {
      fill = prepare(db, dialect, statement);
      if (isKept) cache.set(statement, fill);
    }
    const query = isKept ? fill(values) : { ...fill(values), name: '' };
    const result = transaction
      ? transaction.executeQuery<Row>(query)
      : executeOutsideTransaction<Row>(query);
    return (await result).rows;
  };
}

/**
 * The most statements of one kind that are kept where each set of columns has its own: callers choose the
 * fields of an update, and PostgreSQL keeps about 13 KiB for a statement in each connection.
 */
export const maxKeptSets = 100;

class Placeholder {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Compiles a statement, and returns what fills it with values. */
export function prepare<Tables, Values, Row>(
  db: Kysely<never>,
  dialect: Dialect,
  statement: Statement<Tables, Values, Row>,
): (values: object) => NamedQuery {
  const creator = new QueryCreator<Tables>({ executor: db.getExecutor() });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a builder only passes it on.
  const value = (name: string) => new Placeholder(name) as never;
  const raw = <R>(text: RawBuilder<R>) => ({ compile: () => text.compile(db) });
  const context = { db: creator, dialect, raw, value };
  const { sql, parameters, query, queryId } = statement(context).compile();
  const name = hash('sha256', sql, 'base64url').slice(0, 16);
  return (values) => {
    const fields = recordOf(values);
    return {
      sql,
      query,
      queryId,
      name,
      parameters: parameters.map((parameter) =>
        dialect.bindable(parameter instanceof Placeholder ? fields[parameter.name] : parameter),
      ),
    };
  };
}
