// Writes the file of a backup: gzip'd lines of JSON.
//
//   {"tydo":"backup","format":1,"createdAt":"…","tables":[{"name":"user","columns":["id",…]},…]}
//   ["…",…]            the rows of the first table
//   {"rows":12}        its end, with their number; then the next table
//   {"sha256":"…"}     of all lines before
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { inPieces } from './lines.ts';
import type { RowSource } from './rows.ts';

/** Raised by a change that older versions cannot read. */
export const format = 1;

/**
 * @param file exists and is empty.
 * @param signal ends it with an AbortError.
 */
export async function writeBackup(
  source: RowSource,
  file: string,
  signal?: AbortSignal,
): Promise<void> {
  async function* lines() {
    const hash = createHash('sha256');
    const line = (text: string) => {
      hash.update(text).update('\n');
      return `${text}\n`;
    };
    const { tables } = source;
    const createdAt = new Date().toISOString();
    yield line(JSON.stringify({ tydo: 'backup', format, createdAt, tables }));
    for (const table of tables) {
      let rows = 0;
      for await (const row of source.rows(table)) {
        rows += 1;
        yield line(row);
      }
      yield line(JSON.stringify({ rows }));
    }
    yield `${JSON.stringify({ sha256: hash.digest('hex') })}\n`;
  }
  // Flushed before it gets its name: after a power failure a file of that name is whole.
  const into = createWriteStream(file, { flags: 'r+', flush: true });
  await pipeline(Readable.from(inPieces(lines())), createGzip(), into, { signal });
}
