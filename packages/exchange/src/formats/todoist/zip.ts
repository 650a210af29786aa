import { ImportError } from '../../limits.ts';
import type { PlanBuilder } from '../../plan/plan-builder.ts';
import { decodeText } from '../../text/decode-text.ts';
import { unzip } from '../../text/unzip.ts';
import type { ReadOptions } from '../reader.ts';
import { readTodoistCsv } from './csv.ts';

/** Reads a backup of Todoist, a CSV a project. */
export function readTodoistZip(bytes: Uint8Array, plan: PlanBuilder, options: ReadOptions): number {
  const files = unzip(bytes).filter(({ name }) => /\.csv$/i.test(name));
  if (files.length === 0) throw new ImportError('The zip file has no CSV files.');
  let rows = 0;
  for (const { name, bytes: data } of files)
    rows += readTodoistCsv(decodeText(data), plan, { ...options, name });
  return rows;
}
