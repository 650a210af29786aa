// Encodes changes for the journal, and decodes them, whichever version wrote them. Changes of tasks are in
// `operation.changes`, in the form of the versions that had tasks only; those of other nouns in
// `operation.more`, which such versions ignore. See docs/decisions/0015-journal-of-nouns.md.

import type { Operation } from '@tydo/schemas/operation';
import { recordOf } from '@tydo/schemas/record';
import type { Nouns, RowChange } from '../entities.ts';
import { isSame, type Noun, type Row, type RowId, withFallbacks } from '../noun.ts';
import type { StoredChange, StoredTaskChange } from './operation.entity.ts';

export interface StoredOperation extends Omit<Operation, 'changes'> {
  /** The journal version that wrote it. */
  version: number;
  changes: StoredChange[];
}

const taskName = 'task';

/** Whether its changes are in `operation.changes`. */
export const isStoredInChanges = ({ name }: Pick<Noun, 'name'>): boolean => name === taskName;

/** The changes of both columns. */
export const joinStoredChanges = (
  tasks: StoredTaskChange[],
  more: StoredChange[] | null,
): StoredChange[] => [
  ...tasks.map(({ taskId, before, after }) => ({ noun: taskName, id: taskId, before, after })),
  ...(more ?? []),
];

/** The JSON of a change. */
export function encodeChange({ noun, id, before, after }: RowChange): string {
  const rows = { before: before && sparse(noun, before), after: after && sparse(noun, after) };
  return JSON.stringify(
    isStoredInChanges(noun) ? { taskId: id, ...rows } : { noun: noun.name, id, ...rows },
  );
}

/** Leaves out what is null or a default, unless older versions read it. */
function sparse<R extends Row>({ fields, history }: Noun<R>, row: R): Record<string, unknown> {
  const { defaults, alwaysStored } = history;
  const [values, constants] = [recordOf(row), recordOf(defaults)];
  const kept: Record<string, unknown> = {};
  for (const { name } of fields) {
    const value = values[name];
    const isDefault = isSame(value, constants[name] ?? null);
    if (!isDefault || alwaysStored.includes(name)) kept[name] = value;
  }
  return kept;
}

/**
 * The changes of an operation, without those of nouns that this version does not know.
 *
 * @param now returns the current row, for fields that the writing version did not know.
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

/** A stored row in the form of its read schema, whichever version stored it. */
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
  return withFallbacks({ history }, row);
}

/** Changes in the form of the API. */
export function toPublicChanges(changes: readonly RowChange[]): Operation['changes'] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each noun's rows have its read schema.
  return changes.map(({ noun, ...change }) => ({
    noun: noun.name,
    ...change,
  })) as Operation['changes'];
}
