// Copies an SQLite file while others may write to it.
import Sqlite from 'better-sqlite3';
import { damageOf } from '../sqlite/damage.ts';

/** How long to wait for a process that opens or closes the file. */
const openTimeoutMs = 10_000;
const allPages = 0x7f_ff_ff_ff;

/**
 * @param part exists and is empty.
 * @param check an additional check of the copy. @throws ConfigError
 * @throws SqliteError where `from` is damaged, or the copy cannot be written.
 */
export async function copySqlite(
  from: string,
  part: string,
  check: (copy: Sqlite.Database) => void,
): Promise<void> {
  const source = new Sqlite(from, { readonly: true, fileMustExist: true, timeout: openTimeoutMs });
  try {
    // In one step: with several, each write of another process would restart it.
    await source.backup(part, { progress: () => allPages });
  } finally {
    source.close();
  }
  makeOneFile(part, check);
}

/** Without a log, so that it can be moved, and read from a read-only disk. */
export function makeOneFile(part: string, check: (copy: Sqlite.Database) => void): void {
  const database = new Sqlite(part);
  try {
    database.pragma('journal_mode = DELETE');
    const damage = damageOf(database);
    if (damage !== undefined) throw new Sqlite.SqliteError(damage, 'SQLITE_CORRUPT');
    check(database);
  } finally {
    database.close();
  }
}
