import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import type { TydoClient } from '@tydo/client';
import { type ExchangeRows, exportFormats, isExportFormat } from '@tydo/exchange/export-format';
import { readSnapshot } from '@tydo/exchange/read-snapshot';
import { rowsOfSnapshot } from '@tydo/exchange/rows-of-snapshot';
import { textIn } from '@tydo/exchange/text/fields';
import { writeExport } from '@tydo/exchange/write-export';
import { connect } from '../connect.ts';
import type { Run } from '../context.ts';
import { CommandError, exitCodes, UsageError } from '../errors.ts';
import { parseOptions } from '../options.ts';

const options = { as: { type: 'string' }, out: { type: 'string' }, force: { type: 'boolean' } };

/** Writes all tasks to stdout or a file. What the format cannot hold is counted on stderr. */
export const exportFile: Run = async (args, { io }) => {
  const { words, values } = parseOptions(args, options);
  const { force } = values;
  const [as, file] = [textIn(values, 'as') ?? 'tydo', textIn(values, 'out')];
  if (words.length > 0) throw new UsageError('Name the file with --out.');
  if (!isExportFormat(as)) throw new UsageError(`The formats are ${exportFormats.join(', ')}.`);
  if (file !== undefined && existsSync(file) && force !== true)
    throw new CommandError(`${file} is there already. Use --force to replace it.`, exitCodes.usage);
  const { text, lost } = writeExport(as, await readRows(connect(io)), {
    now: new Date().toISOString(),
  });
  for (const [what, count] of lost) io.stderr.write(`Not in the file: ${what} (${count})\n`);
  if (file === undefined) io.stdout.write(text);
  else await writeBeside(file, text);
};

async function readRows({ sync, settings }: TydoClient): Promise<ExchangeRows> {
  const rows = await readSnapshot((input) => sync.snapshot.query(input));
  return rowsOfSnapshot(rows, await settings.get.query());
}

/** A file is never half written. */
async function writeBeside(file: string, text: string): Promise<void> {
  const beside = `${file}.${process.pid}.part`;
  await writeFile(beside, text, { flag: 'wx' }).catch(() => {
    throw new CommandError(`This file cannot be written: ${file}`);
  });
  await rename(beside, file);
}
