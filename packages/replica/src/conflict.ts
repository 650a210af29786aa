// Whether a text was changed elsewhere since the person saw it.
import { isFieldDifferent } from '@tydo/rules/undo';
import type { TailOperation } from './disk.ts';
import type { Entry, Refusal, Refused } from './entry.ts';
import type { Change, Model, Row } from './model.ts';
import type { Pending } from './pending.ts';
import { textChangeOf } from './seen-texts.ts';
import type { ReplicaState } from './state.ts';

/**
 * The input to send, which is refused where the row changes on the way; or why it is not sent. A row with
 * the same texts is no conflict, whatever else was changed of it.
 */
export function judge(state: ReplicaState, entry: Entry): { input: object } | { why: Refusal } {
  const { seen, input } = entry;
  const change = textChangeOf(state.model, entry);
  if (!seen || !change) return { input };
  const { noun, key, texts } = change;
  const row: Row | undefined = state.rows.confirmed(noun).get(key);
  const isSeen = Object.keys(seen).every(
    (field) => row?.[field] === seen[field] || row?.[field] === texts[field],
  );
  if (!row || !isSeen) return { why: { kind: 'conflict', noun, key, row } };
  return { input: { ...input, ifUpdatedAt: row['updatedAt'] } };
}

/** What the server sets by itself: it may differ from what a device has shown (SYNC.md, 2). */
const ofServer = new Set(['id', 'rank', 'createdAt', 'updatedAt', 'completedAt']);

/**
 * Those of the commands that deleted a row which had been changed elsewhere since the person saw it.
 *
 * @param operations that the commands have become.
 */
export function overriding(
  model: Model,
  pending: readonly Pick<Pending, 'entry' | 'sent'>[],
  operations: readonly Pick<TailOperation, 'id' | 'changes'>[],
): Refused[] {
  return pending.flatMap(({ entry, sent }): Refused[] => {
    const operation = operations.find(({ id }) => id === entry.operationId);
    const row = operation && overriddenRow(model, entry, operation.changes);
    return row ? [{ entry, sent, why: { kind: 'overrode', row } }] : [];
  });
}

/** The row as it was deleted, where that is not as the person saw it. @param changes of the operation. */
function overriddenRow(
  model: Model,
  { name, input, saw }: Entry,
  changes: readonly Change[],
): Row | undefined {
  const gone = model.commands[name]?.deletes?.(input);
  const before = changes.find(({ noun, key }) => noun === gone?.noun && key === gone.key)?.before;
  if (!gone || !saw || !before) return undefined;
  const fields = model.nouns[gone.noun]?.fields.filter((field) => !ofServer.has(field)) ?? [];
  return fields.some((field) => isFieldDifferent(saw, before, field)) ? before : undefined;
}
