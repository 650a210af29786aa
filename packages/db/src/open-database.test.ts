import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { engines, preparedDatabase, shortOrLong } from './testing/databases.ts';

const script = `
  import { registerHooks } from 'node:module';
  const loaded = new Set();
  registerHooks({
    load(url, context, next) {
      loaded.add(/node_modules\\/(pg|better-sqlite3)\\//.exec(url)?.[1]);
      return next(url, context);
    },
  });
  const [entry, url] = process.argv.slice(1);
  const { openDatabase } = await import(entry);
  await (await openDatabase({ url })).close();
  process.stdout.write([...loaded].filter(Boolean).join());`;

// In the short form on the last, PostgreSQL.
test.each(engines.slice(shortOrLong(-1, 0)))(
  'a process on %s loads only that driver',
  async (engine) => {
    await using database = await preparedDatabase(engine);
    const entry = new URL('./open-database.ts', import.meta.url).href;
    const args = ['--input-type=module', '--eval', script, entry, database.url];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(stdout).toBe(engine === 'sqlite' ? 'better-sqlite3' : 'pg');
  },
);
