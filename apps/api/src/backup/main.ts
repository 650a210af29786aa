// The commands `npm run backup -- FILE` and `npm run restore -- FILE [--replace]`. scripts/bootstrap.mjs makes
// FILE absolute.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError } from '@tydo/db';
import { backUp } from '@tydo/db/backup';
import { restore } from '@tydo/db/restore';
import { readDatabaseUrl } from '../env.ts';
import { describeStartError } from '../start-error.ts';
import { withAuth } from './with-auth.ts';

const root = resolve(import.meta.dirname, '../../../..');
const usage =
  'Use npm run backup -- FILE or npm run restore -- FILE, with exactly one file. With --replace, restore replaces the rows of a PostgreSQL database that is not empty.';

try {
  process.stdout.write(`${await run()}\n`);
} catch (error) {
  process.stderr.write(`${describeStartError(error)}\n`);
  process.exit(1);
}

async function run(): Promise<string> {
  const { command, file, replace } = readArguments();
  const database = {
    url: readDatabaseUrl(resolve(root, '.env')),
    baseDir: root,
    // Without a connection to the database of the backup.
    authTables: await withAuth('sqlite::memory:', root, ({ tables }) => tables),
  };
  if (command === 'backup') return backUp(database, file, stopSignal());
  const createTables = (url: string) => withAuth(url, root, (auth) => auth.migrate());
  return restore({ ...database, createTables, replace }, file);
}

/** For a backup, which removes what it has written. A restore that a signal ends has changed nothing. */
function stopSignal(): AbortSignal {
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => stopped.abort());
  }
  return stopped.signal;
}

function readArguments() {
  const options = { replace: { type: 'boolean', default: false } } as const;
  const { positionals, values } = parse(() => parseArgs({ options, allowPositionals: true }));
  const [command = '', file, ...more] = positionals;
  const isKnown = command === 'restore' || (command === 'backup' && !values.replace);
  if (!isKnown || file === undefined || more.length > 0) throw new ConfigError(usage);
  return { command, file: resolve(file), ...values };
}

/** Unknown options are wrong usage, too. */
function parse<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ConfigError(usage, { cause: error });
  }
}
