// A page of operations ends where it gets too large, which is known before the changes are read.
import { type Operation, operationLimits } from '@tydo/schemas/operation';
import { yieldToEventLoop } from '../yield-to-event-loop.ts';
import type { JournalReader } from './journal-reader.ts';

export interface OperationSize {
  seq: number;
  weight: number;
  bytes: number | null;
}

/** What a change can have at most: two tasks whose every code point is written as \u0001 is. */
const largestChange = 16 * 1024;

/** In bytes of JSON. Of an older version's operations only the number of changes is known: at most. */
export const sizeOf = ({ bytes, weight }: Pick<OperationSize, 'bytes' | 'weight'>): number =>
  bytes ?? weight * largestChange;

export const sizeOfAll = (operations: OperationSize[]): number =>
  operations.reduce((sum, operation) => sum + sizeOf(operation), 0);

/** The first of them, one at least. */
export function firstPage(operations: OperationSize[]): OperationSize[] {
  let sum = 0;
  const end = operations.findIndex(
    (operation, at) => (sum += sizeOf(operation)) > operationLimits.page && at > 0,
  );
  return end < 0 ? operations : operations.slice(0, end);
}

/** In bytes: a text that takes some milliseconds to read. */
const largeText = 256 * 1024;

export async function loadPage(
  journal: JournalReader,
  page: OperationSize[],
  order: 'asc' | 'desc',
): Promise<Operation[]> {
  if (page.length === 0) return [];
  const numbers = page.map(({ seq }) => seq);
  const stored = await journal.load(numbers, order);
  const isLarge = sizeOfAll(page) > largeText;
  if (isLarge) await yieldToEventLoop();
  const operations = await journal.read(stored);
  // What is made of them takes as long again.
  if (isLarge) await yieldToEventLoop();
  return operations;
}
