// What the tests' PostgreSQL server wrote into its own log.
import { readFile } from 'node:fs/promises';
import { inject } from 'vitest';

/** The warnings and errors about a database, and those from before the server knew about which. */
export async function postgresErrors(url: string): Promise<string[]> {
  const name = new URL(url).pathname.slice(1);
  const lines = (await readFile(inject('postgresLog'), 'utf8')).split('\n');
  return lines.filter(
    (line) =>
      /(WARNING|ERROR|FATAL|PANIC): /.test(line) &&
      (line.includes(` ${name} `) || line.includes(' [unknown] ')),
  );
}
