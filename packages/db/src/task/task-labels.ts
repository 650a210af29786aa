// Keeps the table `task_label`, whichever verb changes the labels of tasks: it is written from the changes
// that the journal gets, in the same transaction.
import type { InferKyselyDB } from '@mikro-orm/sql';
import { recordOf } from '@tydo/schemas/record';
import { type Kysely, type SqlBool, sql } from 'kysely';
import { chunks } from '../chunks.ts';
import { ownRowsOf, type QueryOwn } from '../own-rows.ts';
import type { Owner } from '../owner-filter.ts';
import type { Execute, Statement } from '../statement/prepared.ts';
import type { TaskLabelSchema } from './task-label.entity.ts';

/** A changed row, as the journal has it. */
interface Change {
  id: number | string;
  before: object | null;
  after: object | null;
}

interface Transaction {
  execute: Execute;
  db: Kysely<never>;
  personId: string;
}

const table = 'task_label';
const columns = ['label_id', 'task_id'];

/** Builds a statement over one person's labels of tasks. */
export const ownTaskLabels = ownRowsOf<InferKyselyDB<typeof TaskLabelSchema>, typeof table>((db) =>
  db.selectFrom(table),
);

/** A task that has one of these labels. */
export async function taskWithLabel(
  query: QueryOwn,
  labels: readonly string[],
): Promise<number | undefined> {
  const [found] = await query(labelled, { labels });
  return found?.id;
}

const labelled = ownTaskLabels<{ labels: readonly string[] }, { id: number }>(
  (pairs, { dialect, value }) =>
    pairs
      .where(dialect.isAmong(sql.ref('label_id'), 'text', value('labels')))
      .where(sql<SqlBool>`exists (select 1 from task
        where task.id = task_label.task_id and task.user_id = task_label.user_id)`)
      .select('task_id as id')
      .limit(1),
);

/** @param changes of tasks. */
export async function writeTaskLabels(
  { execute, db, personId }: Transaction,
  changes: readonly Change[],
): Promise<void> {
  const removed: object[] = [];
  const added: object[] = [];
  for (const { id, before, after } of changes) {
    const [earlier, later] = [labelsOf(before), labelsOf(after)];
    const pairsOf = (labels: string[]) => labels.map((label) => ({ label_id: label, task_id: id }));
    removed.push(...pairsOf(earlier.filter((label) => !later.includes(label))));
    added.push(...pairsOf(later.filter((label) => !earlier.includes(label))));
  }
  for (const [statement, pairs] of [[remove, removed] as const, [insert, added] as const]) {
    for (const some of chunks(pairs)) {
      await execute(statement, { personId, pairs: JSON.stringify(some) }, db);
    }
  }
}

function labelsOf(row: object | null): string[] {
  const labels = row && recordOf(row)['labelIds'];
  return Array.isArray(labels) ? labels : [];
}

type Pairs = Owner & { pairs: string };

const remove: Statement<unknown, Pairs, never> = ({ dialect, raw, value }) =>
  raw(sql`delete from task_label where user_id = ${value('personId')} and (label_id, task_id) in
    (select label_id, task_id from (${dialect.jsonRows(table, columns, value('pairs'))}) as given)`);

// An older version may have deleted a task and left its labels. SQLite needs the condition to parse it.
const insert: Statement<unknown, Pairs, never> = ({ dialect, raw, value }) =>
  raw(sql`insert into task_label (user_id, label_id, task_id)
    select ${value('personId')}, given.label_id, given.task_id
    from (${dialect.jsonRows(table, columns, value('pairs'))}) as given where true on conflict do nothing`);
