// Detects a damaged SQLite file.
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { ConfigError } from '../errors.ts';
import { isDamage } from './errors.ts';

/** Reads the whole file. Returns SQLite's description of the damage; undefined if there is none. */
export function damageOf(database: Database.Database): string | undefined {
  try {
    const report = String(database.pragma('quick_check(1)', { simple: true }));
    // Lines, after a heading.
    return report === 'ok' ? undefined : report.replace(/^\*{3}.*\n/, '').replaceAll('\n', '; ');
  } catch (error) {
    if (isDamage(error)) return error.message;
    throw error;
  }
}

/**
 * Checks a file whose process was killed: its log is still there. Read-only, so that a damaged file is
 * not changed, not even by its log.
 *
 * @param timeoutMs of waiting for another process that opens it.
 * @throws ConfigError where it is damaged.
 */
export function checkAfterKill(file: string, timeoutMs: number): void {
  if (!existsSync(`${file}-wal`)) return;
  const database = new Database(file, { readonly: true, timeout: timeoutMs });
  try {
    const damage = damageOf(database);
    if (damage !== undefined) throw new ConfigError(damageMessage(file, damage));
  } finally {
    database.close();
  }
}

export const damageMessage = (file: string, damage: string): string =>
  `The SQLite file ${file} is damaged (${damage}). It was not changed. Put a backup in its place with \`npm run restore -- FILE\` (\`npm run backup -- FILE\` makes one); the damaged file is kept beside it.`;
