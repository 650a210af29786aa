// The texts that a command overwrites. What becomes of them is judged when it is sent (`conflict.ts`).
import type { Entry } from './entry.ts';
import type { Fields, Model, TextChange } from './model.ts';
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
