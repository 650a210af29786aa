// Search without regard to case and Unicode form, in the same way on both engines: JavaScript folds, the
// database compares. The folded text is stored beside the text (task.entity.ts).
import { fold } from '@tydo/rules/fold';
import { type Expression, type SqlBool, sql } from 'kysely';
import type { Engine } from '../connection/connection.ts';

/** Says by which rule a text was folded. No folded text has a small letter, so nobody finds it. */
const rule = 'n';

/** Folded text as it is stored: what every version folded alike is as it was. */
export function foldToStore(text: string): string {
  const folded = fold(text);
  return /^[\0-\x7f]*$/.test(folded) ? folded : rule + folded;
}

/** SQL: whether a row's folded text is missing, or was made by a version with another rule. */
const isUnfolded = (engine: Engine): string =>
  [
    isMissing('title'),
    isMissing('description'),
    isOld(engine, 'title'),
    isOld(engine, 'description'),
  ].join(' or ');

/** SQL: whether a row lacks a column that fill-rows.ts fills. */
export const isUnfilled = (engine: Engine): string =>
  `${isUnfolded(engine)} or uid is null or rank is null`;

type Column = 'title' | 'description';
const isMissing = (column: Column) => `${column}_folded is null`;
const isOld = (engine: Engine, column: Column) => {
  const bytes =
    engine === 'sqlite'
      ? `length(cast(${column}_folded as blob))`
      : `octet_length(${column}_folded)`;
  return `${bytes} <> length(${column}_folded) and substr(${column}_folded, 1, 1) <> '${rule}'`;
};

/**
 * True where `column` holds `folded` text somewhere. Without LIKE, so that %, _ and \ are letters.
 * Also where the row is unfolded, because plain SQL or an older version wrote it: `holds` decides then.
 */
export function mayHold(engine: Engine, column: Column, folded: string): Expression<SqlBool> {
  const stored = sql.ref(`${column}_folded`);
  const found =
    engine === 'sqlite'
      ? sql`instr(${stored}, ${folded}) > 0`
      : sql`strpos(${stored}, ${folded}::text) > 0`;
  return sql`(${found} or ${sql.raw(isMissing(column))} or ${sql.raw(isOld(engine, column))})`;
}

/** Whether the text itself does; PostgreSQL cannot tell, its idea of case depends on its locale. */
export const holds = (task: Text, folded: string): boolean =>
  fold(task.title).includes(folded) || fold(task.description ?? '').includes(folded);

interface Text {
  title: string;
  description: string | null;
}
