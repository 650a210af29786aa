// `npm run backup -- FILE`
import { existsSync } from 'node:fs';
import { ConfigError } from '../errors.ts';
import { copyOf } from './copy.ts';
import { sqliteFileOf } from './source.ts';

/**
 * Copies the SQLite file that `url` names, while a server may write to it. The copy is one moment's, for
 * its owner alone, read through, and has its name only when it is whole.
 *
 * @param file absolute; not there yet: a backup is never written over.
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
