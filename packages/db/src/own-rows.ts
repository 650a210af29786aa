// Every read but that of a single row (row-finder.ts) starts here: the statement is restricted to one
// person's rows, and to their part of an index (task/plans.long.test.ts).
import {
  type Compilable,
  type Kysely,
  type QueryCreator,
  type RawBuilder,
  type SelectQueryBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import type { Dialect } from './dialect/dialect.ts';
import type { Noun, Row, RowId } from './noun.ts';
import type { Owner } from './owner-filter.ts';
import type { BuildContext, Execute, ExecuteOptions, Statement } from './statement/prepared.ts';

/** What a query is built with: nothing here reaches other people's rows. */
type OwnBuildContext<Values> = Pick<BuildContext<unknown, Values & Owner>, 'dialect' | 'value'>;

type ExecuteOwn<Values, Found> = (
  execute: Execute,
  values: Values & Owner,
  transaction?: Kysely<never>,
) => Promise<Found[]>;

/** Only this file can create one, so every statement of a unit of work is restricted to its owner. */
class OwnStatement<Values, Found> {
  readonly #execute: ExecuteOwn<Values, Found>;

  constructor(execute: ExecuteOwn<Values, Found>) {
    this.#execute = execute;
  }

  /** @param values of the statement, without the person. */
  execute(
    execute: Execute,
    personId: string,
    values: Values,
    transaction?: Kysely<never>,
  ): Promise<Found[]> {
    return this.#execute(execute, { ...values, personId }, transaction);
  }
}

export type { OwnStatement };

/** Runs a statement for one person. */
export type QueryOwn = <Values extends object, Found>(
  statement: OwnStatement<Values, Found>,
  values: Values,
) => Promise<Found[]>;

/** @param transaction in which it runs them, if there is one. */
export const createOwnQuery =
  (execute: Execute, personId: string, transaction?: Kysely<never>): QueryOwn =>
  (statement, values) =>
    statement.execute(execute, personId, values, transaction);

export interface OwnRowsOptions extends Partial<ExecuteOptions> {
  /**
   * For statements that are not in the order of ids (see `isOneOf`): a planner knows that `user_id` has one
   * value, and reads the index that is in the order of the rest.
   */
  isOwnerEqual?: boolean;
}

const isOwn = (dialect: Dialect, personId: unknown, isOwnerEqual: boolean): RawBuilder<SqlBool> =>
  isOwnerEqual
    ? sql`${sql.ref('user_id')} = ${personId}`
    : dialect.isOneOf(sql.ref('user_id'), personId);

/**
 * Returns a builder of statements over one person's rows of a table. Order them by `user_id` first, as the
 * indexes are.
 *
 * @param options of its statements.
 */
export const ownRowsOf =
  <Tables, Name extends keyof Tables>(
    from: (db: QueryCreator<Tables>) => SelectQueryBuilder<Tables, Name, object>,
    { isOwnerEqual = false, ...options }: OwnRowsOptions = {},
  ) =>
  <Values extends object, Found>(
    build: (
      rows: SelectQueryBuilder<Tables, Name, object>,
      context: OwnBuildContext<Values>,
    ) => Compilable<Found>,
  ): OwnStatement<Values, Found> => {
    const statement: Statement<Tables, Values & Owner, Found> = ({ db, dialect, value }) =>
      build(from(db).where(isOwn(dialect, value('personId'), isOwnerEqual)), { dialect, value });
    return new OwnStatement((execute, values, transaction) =>
      execute(statement, values, transaction, options),
    );
  };

interface NounTables {
  own: { id: RowId; user_id: string };
}

/** Builds a statement over one person's rows of a noun. */
const ownRowsOfNoun = <R extends Row>(noun: Noun<R>) =>
  ownRowsOf<NounTables, 'own'>((db) => db.selectFrom(tableOf(noun)));

const selected = (columns: readonly string[]) =>
  columns.map((column) => sql.ref(column).as(column));

/** Their rows with these ids. @param isLocked whether they are locked until the end of the transaction. */
export const ownRowsByIds = <R extends Row>(
  noun: Noun<R>,
  columns: readonly string[],
  isLocked: boolean,
): OwnStatement<{ ids: readonly RowId[] }, object> =>
  ownRowsOfNoun(noun)((own, { dialect, value }) => {
    const rows = own
      .select(selected(columns))
      .where(dialect.isAmong(sql.ref('id'), noun.key, value('ids')));
    return isLocked ? rows.modifyEnd(dialect.forUpdate) : rows;
  });

/** The id of a row whose column has one of these texts. */
export const ownRowNaming = <R extends Row>(
  noun: Noun<R>,
  column: string,
): OwnStatement<{ names: readonly string[] }, { id: RowId }> =>
  ownRowsOfNoun(noun)((own, { dialect, value }) =>
    own
      .select('id')
      .where(dialect.isAmong(sql.ref(column), 'text', value('names')))
      .limit(1),
  );

/** A page by id descending; @param isFirst: there is no id to go on after. */
export const ownPage = <R extends Row>(
  noun: Noun<R>,
  columns: readonly string[],
  isFirst: boolean,
): OwnStatement<{ after: RowId; limit: number }, { id: RowId }> =>
  ownRowsOfNoun(noun)((own, { value }) => {
    const rows = own
      .select(selected(columns))
      .select('id')
      .orderBy('user_id', 'desc')
      .orderBy('id', 'desc')
      .limit(firstOf(value('limit')));
    return isFirst ? rows : rows.where('id', '<', value('after'));
  });

/** All; @param where a column: only those with the value of the call in it. */
export const ownRows = <R extends Row>(
  noun: Noun<R>,
  columns: readonly string[],
  where?: string,
): OwnStatement<{ value: string }, object> =>
  ownRowsOfNoun(noun)((own, { value }) => {
    const rows = own.select(selected(columns));
    return where === undefined ? rows : rows.where(sql.ref(where), '=', value('value'));
  });

/** For Kysely's builder, which marks the statement as a read: it may be repeated after a lost connection. */
export const tableOf = <R extends Row>({ table }: Noun<R>) =>
  sql<{ id: RowId; user_id: string }>`${sql.table(table)}`.as<'own'>(sql.ref(table));

/**
 * A limit that PostgreSQL does not know when it plans. It then assumes a tenth of the rows, for which an
 * index in the right order is cheapest, whatever the statistics say and even without any.
 */
export const firstOf = (count: number): RawBuilder<number> =>
  sql<number>`(select cast(${count} as bigint))`;
