// What a backup consists of, whichever engine or file it comes from: the rows of tables, one after the other.
import { entities } from '../entities.ts';
import { ConfigError } from '../errors.ts';

export interface BackupTable {
  name: string;
  columns: readonly string[];
  /** The last number that the database gave to a row; 0 for none. Undefined where it gives none. */
  lastId?: number | undefined;
}

/** A value of a row. Times are ISO texts, JSON is text; SQLite has 0 and 1 for booleans. */
export type Value = string | number | boolean | null;

export interface RowSource {
  tables: readonly BackupTable[];
  /** The rows of one table, each a JSON array in the order of its columns. To be read in the order of `tables`. */
  rows: (table: BackupTable) => AsyncIterable<string>;
}

const ours = entities.filter(({ exported }) => exported !== 'account');

/**
 * The tables of a backup: Better Auth's, then ours.
 *
 * @param authTables in an order in which none refers to a later one.
 */
export const tablesOf = (authTables: readonly string[]): string[] => [
  ...new Set([...authTables, ...ours.map(({ schema }) => schema.tableName)]),
];

/** Those of them whose rows belong to people: a database without such rows is empty. */
export const tablesOfPeople = (authTables: readonly string[]): string[] => {
  const others = new Set(
    ours.filter(({ owned }) => owned === 'none').map(({ schema }) => schema.tableName),
  );
  return tablesOf(authTables).filter((name) => !others.has(name));
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the hash of the file is checked before
export const valuesOf = (row: string): Value[] => JSON.parse(row) as Value[];

/**
 * The types of the columns of a table of the backup in the database, in the same order.
 *
 * @param found the types of all columns of that table there, by name; empty where there is no such table.
 * @throws ConfigError where the database does not have them: the backup is of a newer version.
 */
export function typesIn(
  { name, columns }: BackupTable,
  found: ReadonlyMap<string, string>,
): string[] {
  return columns.map((column) => {
    const type = found.get(column);
    if (type !== undefined) return type;
    throw new ConfigError(
      `The backup has ${found.size === 0 ? `a table "${name}"` : `a column "${column}" in "${name}"`}, which this version of Tydo does not know. Restore it with the version that made it, or a newer one. Nothing was changed.`,
    );
  });
}
