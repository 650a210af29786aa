import type { ExchangeRows, WriteOptions, Written } from '../export-format.ts';

/** The rows' part of `/api/account/export`, under the same keys. */
export function writeTydo(rows: ExchangeRows, { now }: WriteOptions): Written {
  const { settings, lists, sections, labels, filters, tasks } = rows;
  const file = { exportedAt: now, version: 1, settings, lists, sections, labels, filters, tasks };
  return { text: `${JSON.stringify(file, null, 1)}\n`, lost: new Map() };
}
