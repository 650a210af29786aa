// Whether a text was changed elsewhere since the person saw it.
import type { Entry, Refusal } from './entry.ts';
import type { Fields, Model, Row, TextChange } from './model.ts';
import type { ReplicaState } from './state.ts';

/** What a command overwrites, as it is shown; undefined where it overwrites no text. */
export function seenTexts(state: ReplicaState, name: string, input: object): Fields | undefined {
  const change = textChangeOf(state.model, { name, input });
  const row: Fields | null = change ? state.rows.at(change.noun, change.key) : null;
  if (!change || !row) return undefined;
  return Object.fromEntries(Object.keys(change.texts).map((field) => [field, row[field]]));
}

export const textChangeOf = (
  model: Model,
  { name, input }: Pick<Entry, 'name' | 'input'>,
): TextChange | undefined => model.commands[name]?.textChange?.(input);

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
