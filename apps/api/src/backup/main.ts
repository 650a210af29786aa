// The commands `npm run backup -- FILE` and `npm run restore -- FILE`. scripts/bootstrap.mjs makes FILE absolute.
import { resolve } from 'node:path';
import { ConfigError } from '@tydo/db';
import { backUp } from '@tydo/db/backup';
import { restore } from '@tydo/db/restore';
import { readDatabaseUrl } from '../env.ts';
import { describeStartError } from '../start-error.ts';

const root = resolve(import.meta.dirname, '../../../..');
const [command = '', file, ...more] = process.argv.slice(2);
const commands = new Map(Object.entries({ backup: backUp, restore }));

try {
  const run = commands.get(command);
  if (!run || file === undefined || more.length > 0) {
    throw new ConfigError(
      'Use npm run backup -- FILE or npm run restore -- FILE, with exactly one file.',
    );
  }
  const database = { url: readDatabaseUrl(resolve(root, '.env')), baseDir: root };
  process.stdout.write(`${await run(database, resolve(file))}\n`);
} catch (error) {
  process.stderr.write(`${describeStartError(error)}\n`);
  process.exit(1);
}
