// The statements that calls send, and their query plans.
import Sqlite from 'better-sqlite3';
import type { CompiledQuery } from 'kysely';
import type pg from 'pg';
import { vi } from 'vitest';
import { authDatabaseOf } from '../account/auth-database.ts';
import type { Database } from '../open-database.ts';

export type Statement = Pick<CompiledQuery, 'sql' | 'parameters'>;

/** All statements that are sent to the database during `calls`. */
export async function statementsOf(
  db: Database,
  calls: () => Promise<unknown>,
): Promise<Statement[]> {
  const prototype = await authDatabaseOf(db)
    .connection.db.getExecutor()
    .provideConnection((connection) => Promise.resolve(Object.getPrototypeOf(connection)));
  using sent = vi.spyOn(prototype, 'executeQuery');
  await calls();
  return sent.mock.calls.map(([statement]) => statement as Statement);
}

/** SQLite's query plan, a line for each step. */
export function sqlitePlan(path: string, { sql, parameters }: Statement): string[] {
  const database = new Sqlite(path);
  try {
    const steps = database.prepare<unknown[], { detail: string }>(`explain query plan ${sql}`);
    return steps.all(...parameters).map((step) => step.detail);
  } finally {
    database.close();
  }
}

/** A step of PostgreSQL's query plan, with the fields that the tests read. */
export interface Step {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  /** Not in the generic plan, which is not executed. */
  'Actual Rows'?: number;
  'Rows Removed by Filter'?: number;
  Plans?: Step[];
}

/**
 * PostgreSQL's query plans as flat lists, outermost step first: for these parameters (executed, and rolled
 * back), and for any.
 */
export async function postgresPlans(
  client: pg.Client,
  { sql, parameters }: Statement,
): Promise<{ actual: Step[]; generic: Step[] }> {
  const planOf = async (options: string, values: readonly unknown[]): Promise<Step[]> => {
    const { rows } = await client.query(`explain (${options}, format json) ${sql}`, [...values]);
    return flat(rows[0]['QUERY PLAN'][0].Plan);
  };
  await client.query('begin');
  try {
    return {
      actual: await planOf('analyze', parameters),
      generic: await planOf('generic_plan', []),
    };
  } finally {
    await client.query('rollback');
  }
}

const flat = (step: Step): Step[] => [step, ...(step.Plans ?? []).flatMap(flat)];
