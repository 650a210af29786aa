// Whether an SQLite file is damaged.
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { ConfigError, codeOf } from '../errors.ts';

/** Of a statement that met damage: https://www.sqlite.org/rescode.html */
export const isDamage = (error: unknown): error is Error =>
  error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code);

/** What is wrong with it, in SQLite's words; undefined where nothing is. It reads all of the file. */
export function damageOf(database: Database.Database): string | undefined {
  try {
    const said = String(database.pragma('quick_check(1)', { simple: true }));
    // In lines, after a heading.
    return said === 'ok' ? undefined : said.replace(/^\*{3}.*\n/, '').replaceAll('\n', '; ');
  } catch (error) {
    if (isDamage(error)) return error.message;
    throw error;
  }
}

/**
 * Reads through a file whose process was killed: its log is still there. Read-only, so that nothing of
 * a damaged one is changed, not even by the log.
 *
 * @param waitMs for another process that is just opening it.
 * @throws ConfigError where it is damaged.
 */
export function checkAfterKill(file: string, waitMs: number): void {
  if (!existsSync(`${file}-wal`)) return;
  const database = new Database(file, { readonly: true, timeout: waitMs });
  try {
    const damage = damageOf(database);
    if (damage !== undefined) throw new ConfigError(damaged(file, damage));
  } finally {
    database.close();
  }
}

export const damaged = (file: string, damage: string): string =>
  `The SQLite file ${file} is damaged (${damage}). It was not changed. Put a backup in its place with \`npm run restore -- FILE\` (\`npm run backup -- FILE\` makes one); the damaged file is kept beside it.`;

/** Whether SQLite could not even begin, because it is no database of its own. */
export const isNoDatabase = (error: unknown): boolean => codeOf(error) === 'SQLITE_NOTADB';
