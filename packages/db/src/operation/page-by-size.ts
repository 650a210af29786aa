// Splits operations into pages by their size, which is known before their changes are read.
import { type Operation, operationLimits } from '@tydo/schemas/operation';
import { yieldToEventLoop } from '../yield-to-event-loop.ts';
import type { JournalReader } from './journal-reader.ts';

export interface OperationSize {
  seq: number;
  weight: number;
  bytes: number | null;
}

/** The maximum bytes of a change: two tasks in which each code point is escaped, as \u0001 is. */
const maxChangeBytes = 16 * 1024;

/** The bytes of its JSON; for operations of an older version an upper bound from the number of changes. */
export const sizeOf = ({ bytes, weight }: Pick<OperationSize, 'bytes' | 'weight'>): number =>
  bytes ?? weight * maxChangeBytes;

export const totalSize = (operations: OperationSize[]): number =>
  operations.reduce((sum, operation) => sum + sizeOf(operation), 0);

/** The operations of the first page, at least one. */
export function firstPage(operations: OperationSize[]): OperationSize[] {
  let sum = 0;
  const end = operations.findIndex(
    (operation, at) => (sum += sizeOf(operation)) > operationLimits.page && at > 0,
  );
  return end < 0 ? operations : operations.slice(0, end);
}

/** The size of a JSON text that takes milliseconds to parse. */
const largeTextBytes = 256 * 1024;

export async function loadPage(
  journal: JournalReader,
  page: OperationSize[],
  order: 'asc' | 'desc',
): Promise<Operation[]> {
  if (page.length === 0) return [];
  const numbers = page.map(({ seq }) => seq);
  const stored = await journal.load(numbers, order);
  const isLarge = totalSize(page) > largeTextBytes;
  if (isLarge) await yieldToEventLoop();
  const operations = await journal.decode(stored);
  // Serializing the answer takes as long again.
  if (isLarge) await yieldToEventLoop();
  return operations;
}
