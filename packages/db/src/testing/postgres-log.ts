// Reads the log of the tests' PostgreSQL server.
import { readFile } from 'node:fs/promises';
import { inject } from 'vitest';

/** Warnings and errors of a database, and of connections that had not chosen one yet. */
export async function postgresErrors(url: string): Promise<string[]> {
  const name = new URL(url).pathname.slice(1);
  const lines = (await readFile(inject('postgresLog'), 'utf8')).split('\n');
  return lines.filter(
    (line) =>
      /(WARNING|ERROR|FATAL|PANIC): /.test(line) &&
      (line.includes(` ${name} `) || line.includes(' [unknown] ')),
  );
}
