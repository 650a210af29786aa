// Where every read starts, but that of a single row (row-finder.ts), and how it keeps to this person's
// part of an index (task/plans.long.test.ts).
import {
  type Compilable,
  type Kysely,
  type QueryCreator,
  type RawBuilder,
  type SelectQueryBuilder,
  sql,
} from 'kysely';
import type { Noun, Row, RowId } from './noun.ts';
import type { Owner } from './owner.ts';
import type { BuildContext, Execute, Statement } from './statement/prepared.ts';

/** What a query goes on with: no way to other rows is among it. */
type Going<Values> = Pick<BuildContext<unknown, Values & Owner>, 'dialect' | 'value'>;

type ExecuteOwn<Values, Found> = (
  execute: Execute,
  values: Values & Owner,
  transaction?: Kysely<never>,
) => Promise<Found[]>;

/** Only this file makes one: what a unit of work asks with it cannot have forgotten the owner. */
class OwnStatement<Values, Found> {
  readonly #execute: ExecuteOwn<Values, Found>;

  constructor(execute: ExecuteOwn<Values, Found>) {
    this.#execute = execute;
  }

  /** @param values without the person: nobody else's can be among them. */
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

/** Asks one person's statements. */
export type QueryOwn = <Values extends object, Found>(
  statement: OwnStatement<Values, Found>,
  values: Values,
) => Promise<Found[]>;

/**
 * What makes statements about this person's rows of a table, and nobody else's. Order them by `user_id`
 * first: that is an index's order.
 */
export const ownRowsOf =
  <Tables, Name extends keyof Tables>(
    from: (db: QueryCreator<Tables>) => SelectQueryBuilder<Tables, Name, object>,
  ) =>
  <Values extends object, Found>(
    build: (
      rows: SelectQueryBuilder<Tables, Name, object>,
      going: Going<Values>,
    ) => Compilable<Found>,
  ): OwnStatement<Values, Found> => {
    const statement: Statement<Tables, Values & Owner, Found> = ({ db, dialect, value }) =>
      build(from(db).where(dialect.isOneOf(sql.ref('user_id'), value('personId'))), {
        dialect,
        value,
      });
    return new OwnStatement((execute, values, transaction) =>
      execute(statement, values, transaction),
    );
  };

/**
 * The rows of any noun that have one of the ids.
 *
 * @param isLocked until the end of the transaction.
 */
export function ownRowsByIds<R extends Row>(
  noun: Noun<R>,
  columns: readonly string[],
  isLocked: boolean,
): OwnStatement<{ ids: readonly RowId[] }, object> {
  const statement: Statement<unknown, { ids: readonly RowId[] } & Owner, object> = ({
    db,
    dialect,
    value,
  }) => {
    const rows = db
      .selectFrom(tableOf(noun))
      .select(columns.map((column) => sql.ref(column).as(column)))
      .where(dialect.isOneOf(sql.ref('user_id'), value('personId')))
      .where(dialect.isAmong(sql.ref('id'), noun.key, value('ids')));
    return isLocked ? rows.modifyEnd(dialect.forUpdate) : rows;
  };
  return new OwnStatement((execute, values, transaction) =>
    execute(statement, values, transaction),
  );
}

/** A page of the rows of any noun, by id descending; @param isFirst: there is no id to go on after. */
export function ownPage<R extends Row>(
  noun: Noun<R>,
  columns: readonly string[],
  isFirst: boolean,
): OwnStatement<{ after: RowId; limit: number }, { id: R['id'] }> {
  const statement: Statement<unknown, { after: RowId; limit: number } & Owner, { id: R['id'] }> = ({
    db,
    dialect,
    value,
  }) => {
    const rows = db
      .selectFrom(tableOf(noun))
      .select(columns.map((column) => sql.ref(column).as(column)))
      .select(sql<R['id']>`id`.as('id'))
      .where(dialect.isOneOf(sql.ref('user_id'), value('personId')))
      .orderBy('user_id', 'desc')
      .orderBy('id', 'desc')
      .limit(firstOf(value('limit')));
    return isFirst ? rows : rows.where('id', '<', value('after'));
  };
  return new OwnStatement((ask, values, transaction) => ask(statement, values, transaction));
}

/** For Kysely's builder, so that a read is known for one (it is asked again after a lost connection). */
export const tableOf = <R extends Row>({ table }: Noun<R>) =>
  sql<{ id: RowId; user_id: string }>`${sql.table(table)}`.as<'own'>(sql.ref(table));

/**
 * A limit that PostgreSQL cannot see while it plans. It takes it for a tenth of the rows, and an
 * index in the right order is cheapest then, whatever the statistics say and even without any.
 */
export const firstOf = (count: number): RawBuilder<number> =>
  sql<number>`(select cast(${count} as bigint))`;
