import type { PlanBuilder } from '../plan/plan-builder.ts';

/** Whose file it is, and when. */
export interface ReadOptions {
  /** The person's time zone. */
  zone: string;
  /** ISO timestamp. */
  now: string;
  weekStart?: number | undefined;
  dateOrder?: 'mdy' | 'dmy' | undefined;
  /** The name of the file. */
  name?: string | undefined;
  /** The list of tasks for which the file names none. */
  list?: string | undefined;
  /** Names of columns, in lower case, and the fields that they are (CSV). */
  map?: Readonly<Record<string, string>> | undefined;
}

/** Reads a file into a plan, and returns how many rows it had. @throws ImportError */
export type Reader = (text: string, plan: PlanBuilder, options: ReadOptions) => number;

/** The id of the list of a task for which the file names none. */
export const defaultList = (plan: PlanBuilder, { list }: ReadOptions, row: number) =>
  list === undefined ? undefined : plan.holders.list(list, { row });
