// Statements that are built and compiled once, and then only given their values: building one costs
// more than asking it. See docs/decisions/0014-speed.md.

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

/** One that comes again and again: PostgreSQL may keep it under its name (see pooled-connection.ts). */
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
  /** Stands for a value that is given later. */
  value: <Name extends keyof Values & string>(name: Name) => Values[Name];
}

/** Builds it. The function is its identity: written down once, not made anew for each call. */
export type Statement<Tables, Values, Row> = (
  building: BuildContext<Tables, Values>,
) => Compilable<Row>;

/** Asks a statement with these values. */
export type Execute = <Tables, Values extends object, Row>(
  statement: Statement<Tables, Values, Row>,
  values: Values,
  /** Default: none. */
  transaction?: Kysely<never>,
) => Promise<Row[]>;

/** Of one database. */
export function createExecute(
  db: Kysely<never>,
  { dialect, executeOutsideTransaction }: Connection,
): Execute {
  const built = new Map<unknown, (values: object) => NamedQuery>();
  return async <Tables, Values extends object, Row>(
    statement: Statement<Tables, Values, Row>,
    values: Values,
    transaction?: Kysely<never>,
  ) => {
    let fill = built.get(statement);
    if (!fill) built.set(statement, (fill = prepare(db, dialect, statement)));
    // `fill` was kept under the statement that it was made of.
    const query = fill(values);
    const result = transaction
      ? transaction.executeQuery<Row>(query)
      : executeOutsideTransaction<Row>(query);
    return (await result).rows;
  };
}

class Later {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** What fills it with values. */
export function prepare<Tables, Values, Row>(
  db: Kysely<never>,
  dialect: Dialect,
  statement: Statement<Tables, Values, Row>,
): (values: object) => NamedQuery {
  const creator = new QueryCreator<Tables>({ executor: db.getExecutor() });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a builder only passes it on.
  const value = (name: string) => new Later(name) as never;
  const raw = <R>(text: RawBuilder<R>) => ({ compile: () => text.compile(db) });
  const building = { db: creator, dialect, raw, value };
  const { sql, parameters, query, queryId } = statement(building).compile();
  const name = hash('sha256', sql, 'base64url').slice(0, 16);
  return (values) => {
    const fields = recordOf(values);
    return {
      sql,
      query,
      queryId,
      name,
      parameters: parameters.map((given) =>
        dialect.bindable(given instanceof Later ? fields[given.name] : given),
      ),
    };
  };
}
