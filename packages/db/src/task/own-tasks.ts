// Where every read starts, but that of a single task (task-finder.ts), and how it keeps to this person's
// part of an index (plans.long.test.ts).
import type { TaskRead } from '@tydo/schemas/task';
import {
  type Compilable,
  type Kysely,
  type RawBuilder,
  type SelectQueryBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import type { Engine } from '../connection/connection.ts';
import { isoOf, isoOfText } from '../connection/iso-time.ts';
import type { Ask, Building, Statement } from '../connection/prepared.ts';
import type { Owner } from '../owner.ts';

export interface TaskTables {
  task: TaskRow;
}
export type OwnTasks = SelectQueryBuilder<TaskTables, 'task', object>;

/** What a query goes on with: no way to other rows is among it. */
type Going<Values> = Pick<Building<TaskTables, Values & Owner>, 'engine' | 'value'>;
export type Build<Values, Result> = (tasks: OwnTasks, going: Going<Values>) => Result;

/** Only `ownTasks` makes one: what a unit of work asks with it cannot have forgotten the owner. */
class OwnStatement<Values, Row> {
  readonly #statement: Statement<TaskTables, Values & Owner, Row>;

  constructor(build: Build<Values, Compilable<Row>>) {
    this.#statement = ({ db, engine, value }) =>
      build(db.selectFrom('task').where(isOneOf(engine, value('personId'))), { engine, value });
  }

  /** @param values without the person: nobody else's can be among them. */
  ask(ask: Ask, personId: string, values: Values, transaction?: Kysely<never>): Promise<Row[]> {
    return ask(this.#statement, { ...values, personId }, transaction);
  }
}

export type { OwnStatement };

/**
 * A statement about this person's tasks, and nobody else's. Order them by `user_id` first: that is an
 * index's order.
 */
export const ownTasks = <Values, Row>(build: Build<Values, Compilable<Row>>) =>
  new OwnStatement<Values, Row>(build);

// A list of one. With `user_id = …` the order by `user_id, id` would be the primary key's to the
// planner, and it walks that, through everybody's rows, for somebody who has much of the table.
const isOneOf = (engine: Engine, personId: string) =>
  engine === 'postgresql'
    ? sql<SqlBool>`user_id = any(array[${personId}]::text[])`
    : sql<SqlBool>`user_id in (select ${personId})`;

/**
 * A limit that PostgreSQL cannot see while it plans. It takes it for a tenth of the rows, and an
 * index in the right order is cheapest then, whatever the statistics say and even without any.
 */
export const firstOf = (count: number): RawBuilder<number> =>
  sql<number>`(select cast(${count} as bigint))`;

// PostgreSQL gives booleans and times as text, SQLite 0 or 1 and milliseconds.
export interface TaskRow {
  id: number;
  user_id: string;
  title: string;
  description: string | null;
  completed: boolean | number;
  created_at: string | number;
  updated_at: string | number;
  title_folded: string | null;
  description_folded: string | null;
}

/** The columns that a caller sees. */
export const readColumns = [
  'id',
  'title',
  'description',
  'completed',
  'created_at',
  'updated_at',
] as const;

export type TaskColumns = Pick<TaskRow, (typeof readColumns)[number]>;

/** A row in the contract's shape; `Task.read` is the same for an entity. */
export const toRead = (row: TaskColumns): TaskRead => ({
  id: row.id,
  title: row.title,
  description: row.description,
  completed: Boolean(row.completed),
  createdAt: timeOf(row.created_at),
  updatedAt: timeOf(row.updated_at),
});

/** As everybody outside the database has it. */
export const timeOf = (time: string | number): string =>
  typeof time === 'number' ? isoOf(time) : isoOfText(time);
