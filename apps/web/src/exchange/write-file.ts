// Loaded when a file is wanted.
import { type ExportFormat, fileEndings } from '@tydo/exchange/export-format';
import { readSnapshot } from '@tydo/exchange/read-snapshot';
import { rowsOfSnapshot } from '@tydo/exchange/rows-of-snapshot';
import { writeExport } from '@tydo/exchange/write-export';
import type { SettingsRead } from '@tydo/schemas/settings';
import type { Sync } from '../sync/open.ts';

/** A file with all tasks as the server has them, and what it does not have. */
export async function writeFile(
  as: ExportFormat,
  { snapshot, settings }: Pick<Sync, 'snapshot'> & { settings: SettingsRead },
): Promise<{ file: File; lost: readonly string[] }> {
  const rows = await readSnapshot(snapshot);
  const now = new Date().toISOString();
  const { text, lost } = writeExport(as, rowsOfSnapshot(rows, settings), { now });
  const name = `tydo-${now.slice(0, 10)}.${fileEndings[as]}`;
  const counts = [...lost].map(([what, count]) => `${what} (${count})`);
  return { file: new File([text], name, { type: 'text/plain' }), lost: counts };
}
