// `operation.undo` on a device: all rows of the operation go back, or none.
import { conflictOf, revertedRow } from '@tydo/rules/undo';
import { OperationUndo } from '@tydo/schemas/operation';
import type { Change, Command, Noun, See, Written } from '../model.ts';
import { isWhole } from './whole.ts';

/** Leaves to the server what is not known here, and what it will refuse. */
export const undoCommand = (nouns: Readonly<Record<string, Noun>>): Command<OperationUndo> => ({
  parse: (input) => OperationUndo.parse(input),
  apply(see, { id }, { now }) {
    const changes = see.changesOf(id) ?? [];
    const rows = changes.map((change) => ({ change, row: rowOf(see, change) }));
    const fieldsOf = ({ noun }: Change) => nouns[noun]?.fields ?? [];
    if (rows.some(({ change, row }) => conflictOf(change, row, fieldsOf(change)))) return [];
    const written = rows.map(({ change, row }): Written => {
      const { noun, key } = change;
      return { noun, key, after: revertedRow(change, row, fieldsOf(change), now) };
    });
    return isWhole(nouns, see, written) ? written : [];
  },
});

const rowOf = (see: See, { noun, key }: Pick<Change, 'noun' | 'key'>) => see.row(noun, key) ?? null;
