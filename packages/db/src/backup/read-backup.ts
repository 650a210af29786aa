// Reads the file of a backup, see write-backup.ts, and refuses what is not whole.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { recordOf } from '@tydo/schemas/record';
import { ConfigError, codeOf } from '../errors.ts';
import { linesOf } from './lines.ts';
import type { BackupTable, RowSource } from './rows.ts';
import { format } from './write-backup.ts';

export interface BackupFile extends RowSource, AsyncDisposable {
  /** Checks the end of the file, when all rows were read. @throws ConfigError */
  finish: () => Promise<void>;
}

/** @throws ConfigError for a file that is no backup, of a newer format, or not whole. */
export async function readBackup(file: string): Promise<BackupFile> {
  const hash = createHash('sha256');
  const stream = createReadStream(file);
  const lines = linesOf(stream.pipe(forwardingErrors(stream)));
  const damaged = (what: string) =>
    new ConfigError(
      `${file} is not whole (${what}): it was damaged, or its copying was interrupted. Nothing was changed. Use another backup, or copy it again.`,
    );
  const next = async (): Promise<string> => {
    const line = await lines.next().catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw codeOf(error)?.startsWith('Z_') ? damaged(reason) : error;
    });
    if (line.done === true) throw damaged('its end is missing');
    return line.value;
  };
  const hashed = async (): Promise<string> => {
    const line = await next();
    hash.update(line).update('\n');
    return line;
  };
  const tables = tablesIn(parse(await hashed()), file);
  return {
    tables,
    async *rows({ name, columns }) {
      let count = 0;
      for (let line = await hashed(); ; line = await hashed()) {
        if (!line.startsWith('[')) {
          if (recordOf(parse(line))['rows'] !== count)
            throw damaged(`rows of "${name}" are missing`);
          return;
        }
        const row = parse(line);
        if (!Array.isArray(row) || row.length !== columns.length) {
          throw damaged(`a row of "${name}" cannot be read`);
        }
        count += 1;
        yield line;
      }
    },
    async finish() {
      if (recordOf(parse(await next()))['sha256'] !== hash.digest('hex')) {
        throw damaged('its checksum does not match');
      }
      if ((await lines.next()).done !== true) throw damaged('something follows its end');
    },
    async [Symbol.asyncDispose]() {
      stream.destroy();
      await lines.return(undefined);
    },
  };
}

/** Reads all of a file. @returns the number of rows. @throws as `readBackup` */
export async function checkBackup(file: string): Promise<number> {
  await using backup = await readBackup(file);
  let count = 0;
  for (const table of backup.tables) for await (const _row of backup.rows(table)) count += 1;
  await backup.finish();
  return count;
}

function forwardingErrors(stream: NodeJS.EventEmitter) {
  const gunzip = createGunzip();
  stream.on('error', (error: Error) => gunzip.destroy(error));
  return gunzip;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function tablesIn(header: unknown, file: string): BackupTable[] {
  const { tydo, format: found, tables } = recordOf(header);
  if (tydo !== 'backup' || !Array.isArray(tables)) {
    throw new ConfigError(`${file} is no backup of Tydo. Nothing was changed.`);
  }
  if (found !== format) {
    throw new ConfigError(
      `${file} has the format ${String(found)}, and this version of Tydo reads ${format}. Restore it with the version that made it, or a newer one. Nothing was changed.`,
    );
  }
  return tables.map((table) => {
    const { name, columns, lastId } = recordOf(table);
    const names = Array.isArray(columns) ? columns.map(String) : [];
    return {
      name: String(name),
      columns: names,
      lastId: Number.isInteger(lastId) ? Number(lastId) : undefined,
    };
  });
}
