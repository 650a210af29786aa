import { conflictOf } from '@tydo/rules/undo';
import type { Change } from './model.ts';
import type { ReplicaState } from './state.ts';

/** Whether an undo of these changes can succeed, as far as this device knows: all rows are as they left them. */
export const canUndo = ({ model, rows }: ReplicaState, changes: readonly Change[]): boolean =>
  changes.every((change) => {
    const { noun, key } = change;
    const known = model.nouns[noun];
    return !known || !conflictOf(change, rows.at(noun, key), known.fields);
  });
