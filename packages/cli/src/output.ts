// Data goes to stdout: a line of JSON, or a table on a terminal.
import { recordOf } from '@tydo/schemas/record';
import type { Io } from './io.ts';
import { printable } from './printable.ts';

export type Print = (data: unknown) => void;

/** @param json whether it is JSON also on a terminal. */
export const printerOf =
  ({ stdout }: Pick<Io, 'stdout'>, json: boolean): Print =>
  (data) => {
    stdout.write(json || !stdout.isTTY ? `${JSON.stringify(data)}\n` : tableOf(data));
  };

/** What people read of an answer. */
export function tableOf(data: unknown): string {
  const { items, nextCursor } = recordOf(data);
  if (!Array.isArray(items)) return lineOf(data);
  const more = typeof nextCursor === 'string' ? '… there are more: --all, or --cursor\n' : '';
  return items.map(lineOf).join('') + more;
}

function lineOf(data: unknown): string {
  const row = recordOf(data);
  const { id, title, name, due, completed, seq, kind } = row;
  const text = title ?? name ?? (seq === undefined ? undefined : kind);
  if (text === undefined) return fieldsOf(row);
  const details = [completed === true && 'done', due].filter(Boolean).join(', ');
  return `${[id, text, details && `(${details})`].filter(Boolean).map(cellOf).join('  ')}\n`;
}

const fieldsOf = (row: Record<string, unknown>): string =>
  Object.entries(row)
    .map(([name, value]) => `${name}: ${cellOf(value)}\n`)
    .join('');

const cellOf = (value: unknown): string =>
  printable(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('\n', ' ');
