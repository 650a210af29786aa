// What a command may read, and the record of what it read.
import type { Key, Row, See } from './model.ts';
import type { Rows } from './rows.ts';

/** What was read, as a text; changes of it are looked up by the same text. */
export const rowRead = (noun: string, key: Key): string => `row ${noun} ${key}`;
export const whereRead = (noun: string, field: string, value: unknown): string =>
  `where ${noun} ${field} ${JSON.stringify(value)}`;
export const allRead = (noun: string): string => `all ${noun}`;
export const lateRead = 'late';
export const changesRead = (operationId: string): string => `changes ${operationId}`;

/** What the command at `place` sees. @param reads gets what it reads. */
export function recordingSee(
  rows: Rows,
  place: number,
  { changesOf, isLateHere }: Pick<See, 'changesOf' | 'isLateHere'>,
  reads: Set<string>,
): See {
  return {
    row(noun, key) {
      reads.add(rowRead(noun, key));
      return rows.at(noun, key, place) ?? undefined;
    },
    where(noun, field, value): Row[] {
      reads.add(whereRead(noun, field, value));
      return rows.where(noun, field, value, place);
    },
    all(noun): Row[] {
      reads.add(allRead(noun));
      return rows.all(noun, place);
    },
    isLateHere() {
      reads.add(lateRead);
      return isLateHere();
    },
    changesOf(operationId) {
      reads.add(changesRead(operationId));
      return changesOf(operationId);
    },
  };
}
