// Copies an SQLite file while others may write to it.
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { ConfigError, codeOf } from '../errors.ts';
import { damageOf } from '../sqlite/damage.ts';
import { isDamage, isNoDatabase } from '../sqlite/errors.ts';

/** How long to wait for a process that opens or closes the file. */
const openTimeoutMs = 10_000;
const allPages = 0x7f_ff_ff_ff;

/**
 * Makes a copy beside `to`, with permissions for its owner only, and checks it for damage.
 *
 * @param to the final path, which `place` moves the copy to. Without that, disposing removes the copy.
 * @param check an additional check of the copy. @throws ConfigError
 * @throws ConfigError where `from` is damaged, or the copy cannot be written.
 */
export async function copyOf(
  from: string,
  to: string,
  check: (copy: Sqlite.Database) => void = () => {},
): Promise<Disposable & { place: () => void }> {
  const part = `${to}.${randomUUID().slice(0, 8)}.part`;
  const remove = () => rmSync(part, { force: true });
  try {
    closeSync(openSync(part, 'wx', 0o600));
  } catch (error) {
    throw asConfigError(error, from, to);
  }
  try {
    await copy(from, part);
    makeOneFile(part, check);
  } catch (error) {
    remove();
    throw asConfigError(error, from, to);
  }
  return { place: () => renameSync(part, to), [Symbol.dispose]: remove };
}

async function copy(from: string, part: string): Promise<void> {
  const source = new Sqlite(from, { readonly: true, fileMustExist: true, timeout: openTimeoutMs });
  try {
    // In one step: with several, each write of another process would restart it.
    await source.backup(part, { progress: () => allPages });
  } finally {
    source.close();
  }
}

/** Without a log, so that it can be moved, and read from a read-only disk. */
function makeOneFile(part: string, check: (copy: Sqlite.Database) => void): void {
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

function asConfigError(error: unknown, from: string, to: string): unknown {
  if (error instanceof ConfigError) return error;
  const folder = dirname(to);
  const reason = error instanceof Error ? error.message : String(error);
  const code = codeOf(error) ?? '';
  if (isNoDatabase(error)) return new ConfigError(`${from} is not an SQLite database.`);
  if (isDamage(error)) return new ConfigError(`${from} is damaged (${reason}): it was not copied.`);
  if (code === 'ENOENT') return new ConfigError(`There is no folder ${folder}. Make it first.`);
  if (/^(ENOSPC|EDQUOT|SQLITE_FULL)$/.test(code)) {
    return new ConfigError(
      `There is no space left in ${folder}. Make room, or name another folder.`,
    );
  }
  if (/^(E[A-Z]+|SQLITE_(BUSY|CANTOPEN|IOERR|READONLY).*)$/.test(code)) {
    return new ConfigError(
      `${from} could not be copied to ${folder} (${reason}). Check the permissions of both, and their disks.`,
    );
  }
  return error;
}
