// The rows of an SQLite file: a snapshot of them, and their restoring into another file.
import Sqlite from 'better-sqlite3';
import { ConfigError } from '../errors.ts';
import { type BackupTable, type RowSource, typesIn, type Value, valuesOf } from './rows.ts';

/** How long to wait for a process that opens or closes the file. */
const openTimeoutMs = 10_000;

/** Reads one snapshot, while others may write. @param names of tables; those that are missing are left out. */
export function readSqlite(file: string, names: readonly string[]): RowSource & Disposable {
  const database = new Sqlite(file, {
    readonly: true,
    fileMustExist: true,
    timeout: openTimeoutMs,
  });
  database.exec('begin');
  const types = new Map(names.map((name) => [name, columnTypes(database, name)]));
  const tables = names.flatMap((name): BackupTable[] => {
    const columns = [...(types.get(name)?.keys() ?? [])];
    return columns.length === 0 ? [] : [{ name, columns, lastId: lastIdOf(database, name) }];
  });
  return {
    tables,
    async *rows({ name, columns }) {
      const isTime = columns.map((column) => types.get(name)?.get(column) === 'datetime');
      const rows = database
        .prepare<[], Value[]>(`select ${listOf(columns)} from ${quoted(name)}`)
        .raw()
        .iterate();
      for (const row of rows) {
        yield JSON.stringify(
          row.map((value, at) =>
            isTime[at] === true && typeof value === 'number'
              ? new Date(value).toISOString()
              : value,
          ),
        );
      }
    },
    [Symbol.dispose]: () => void database.close(),
  };
}

/**
 * Puts rows into a file that no other process knows, in the place of those that are there.
 *
 * @throws ConfigError where it lacks a table or a column.
 */
export async function fillSqlite(file: string, source: RowSource): Promise<void> {
  const database = new Sqlite(file);
  try {
    // Rows may come before those that they refer to; checked at the end.
    database.pragma('foreign_keys = OFF');
    database.exec('begin');
    for (const table of source.tables) await fillTable(database, source, table);
    if (database.prepare('pragma foreign_key_check').all().length > 0) {
      throw new ConfigError('The backup has rows of an account that it does not have.');
    }
    database.exec('commit');
  } finally {
    database.close();
  }
}

async function fillTable(
  database: Sqlite.Database,
  source: RowSource,
  table: BackupTable,
): Promise<void> {
  const { name, columns, lastId } = table;
  const types = typesIn(table, columnTypes(database, name));
  database.exec(`delete from ${quoted(name)}`);
  const insert = database.prepare(
    `insert into ${quoted(name)} (${listOf(columns)}) values (${columns.map(() => '?').join()})`,
  );
  for await (const row of source.rows(table)) {
    insert.run(valuesOf(row).map((value, at) => storedValue(value, types[at])));
  }
  if (lastId === undefined || lastId === 0) return;
  database.prepare('delete from sqlite_sequence where name = ?').run(name);
  database.prepare('insert into sqlite_sequence (name, seq) values (?, ?)').run(name, lastId);
}

/** As our tables store it (`datetime`, in milliseconds), and Better Auth's (`date`, as text). */
function storedValue(value: Value, type: string | undefined): string | number | null {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string') return value;
  if (type === 'datetime') return Date.parse(value);
  return type === 'date' ? new Date(value).toISOString() : value;
}

/** By name, in lower case, in the order of the table. */
function columnTypes(database: Sqlite.Database, table: string): Map<string, string> {
  const columns = database
    .prepare<[string], [string, string]>('select name, lower(type) from pragma_table_info(?)')
    .raw()
    .all(table);
  return new Map(columns);
}

function lastIdOf(database: Sqlite.Database, table: string): number | undefined {
  const text = database
    .prepare<[string], string>(`select sql from sqlite_schema where type = 'table' and name = ?`)
    .pluck()
    .get(table);
  if (!/\bautoincrement\b/i.test(text ?? '')) return undefined;
  const last = database
    .prepare<[string], number>('select seq from sqlite_sequence where name = ?')
    .pluck()
    .get(table);
  return last ?? 0;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const listOf = (names: readonly string[]): string => names.map(quoted).join(', ');
