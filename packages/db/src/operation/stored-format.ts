// How operations lie in the journal, and how those that an older version wrote are read. A change of a task
// lies in `changes`, in the form in which versions before this one wrote and read all of them; those of
// other nouns in `more`, which such versions pass over. See docs/decisions/0015-journal-of-nouns.md.

import type { Operation } from '@tydo/schemas/operation';
import { recordOf } from '@tydo/schemas/record';
import type { Nouns } from '../entities.ts';
import { filledRow, isSame, type Noun, type Row, type RowId } from '../noun.ts';
import type { StoredChange, StoredTaskChange } from './stored-change.ts';

/** What became of one row. */
export interface RowChange<R extends Row = Row> {
  noun: Noun<R>;
  id: RowId;
  before: R | null;
  after: R | null;
}

export interface StoredOperation extends Omit<Operation, 'changes'> {
  /** The journal's version when it was written. */
  version: number;
  changes: StoredChange[];
}

/** The noun that was there first. */
const first = 'task';

/** Whether a change of it lies in `changes`. */
export const isStoredInChanges = ({ name }: Pick<Noun, 'name'>): boolean => name === first;

/** Of `changes`, and of `more`. */
export const joinStoredChanges = (
  tasks: StoredTaskChange[],
  more: StoredChange[] | null,
): StoredChange[] => [
  ...tasks.map(({ taskId, before, after }) => ({ noun: first, id: taskId, before, after })),
  ...(more ?? []),
];

/** As JSON. */
export function encodeChange({ noun, id, before, after }: RowChange): string {
  const rows = { before: before && sparse(noun, before), after: after && sparse(noun, after) };
  return JSON.stringify(
    isStoredInChanges(noun) ? { taskId: id, ...rows } : { noun: noun.name, id, ...rows },
  );
}

/** Without what is null or a default, unless older versions read it. */
function sparse<R extends Row>({ fields, history }: Noun<R>, row: R): Record<string, unknown> {
  const { defaults, whole } = history;
  const values = recordOf(row);
  const kept = fields.filter(
    ({ name }) => whole.includes(name) || !isSame(values[name], recordOf(defaults)[name] ?? null),
  );
  return Object.fromEntries(kept.map(({ name }) => [name, values[name]]));
}

/**
 * The changes of an operation, but for those of nouns that this version does not know.
 *
 * @param now gives the row as it is: what the writing version did not know is as it is now.
 */
export function decodeChanges(
  { nouns }: Nouns,
  { changes, version }: Pick<StoredOperation, 'changes' | 'version'>,
  now: (noun: Noun, id: RowId) => Row | undefined,
): RowChange[] {
  return changes.flatMap(({ noun: name, id, before, after }) => {
    const noun = nouns.get(name);
    if (!noun) return [];
    const read = (stored: object | null) =>
      stored && decodeRow(noun, stored, version, now(noun, id));
    return [{ noun, id, before: read(before), after: read(after) }];
  });
}

/** A row as its read schema gives it, whichever version stored it. */
export function decodeRow<R extends Row>(
  { fields, history }: Noun<R>,
  stored: object,
  version: number,
  now: R | undefined,
): R {
  const { since, defaults } = history;
  const values = recordOf(stored);
  const row: Record<string, unknown> = {};
  for (const { name } of fields) {
    const wasUnknown = (since[name] ?? 0) > version;
    const notStored = wasUnknown && now ? recordOf(now)[name] : recordOf(defaults)[name];
    row[name] = name in values ? values[name] : (notStored ?? null);
  }
  return filledRow({ history }, row);
}

/** As callers see them. */
export function toPublicChanges(changes: readonly RowChange[]): Operation['changes'] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each noun's rows are of its own schema.
  return changes.map(({ noun, ...change }) => ({
    noun: noun.name,
    ...change,
  })) as Operation['changes'];
}
