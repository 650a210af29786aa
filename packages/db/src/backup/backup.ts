// `npm run backup -- FILE`
import { existsSync } from 'node:fs';
import { ConfigError } from '../errors.ts';
import { copyOf } from './copy.ts';
import { sqliteFileOf } from './sqlite-file.ts';

/**
 * Copies the SQLite file of `url`, while a server may write to it. The copy is a snapshot, has permissions
 * for its owner only, and gets its name after it was checked.
 *
 * @param file absolute; must not exist: a backup is never overwritten.
 * @returns what was done, in a sentence.
 * @throws ConfigError with what to do; for PostgreSQL, with the command to run.
 */
export async function backUp(
  { url, baseDir }: { url: string | undefined; baseDir: string },
  file: string,
): Promise<string> {
  const from = sqliteFileOf(url, baseDir, 'backup', file);
  if (!existsSync(from)) throw new ConfigError(`There is no database at ${from} yet.`);
  refuseToReplace(file);
  using copy = await copyOf(from, file);
  refuseToReplace(file);
  copy.place();
  return `${from} was copied to ${file}, and the copy read through: it is whole.`;
}

function refuseToReplace(file: string): void {
  if (existsSync(file)) throw new ConfigError(`${file} is there already. Name another file.`);
}
