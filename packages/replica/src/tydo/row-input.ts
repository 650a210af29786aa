// What inputs that name one row have in common.
import type { Key, TextChange } from '../model.ts';
import type { TydoRows, TydoSee } from './rows.ts';

/** Nothing is left to do where the row is gone. */
export const whileThere =
  <Input extends { id: Key }>(noun: keyof TydoRows) =>
  (see: Pick<TydoSee, 'row'>, input: Input): Input | undefined =>
    see.row(noun, input.id) ? input : undefined;

/** Tells which texts an input overwrites. @param fields those that hold text. */
export const textChangeIn =
  <Input extends { id: string | number }>(
    noun: string,
    fields: readonly (keyof Input & string)[],
  ) =>
  (input: Input): TextChange | undefined => {
    const texts = fields.filter((field) => input[field] !== undefined);
    if (texts.length === 0) return undefined;
    const entries = texts.map((field) => [field, input[field]]);
    return { noun, key: input.id, texts: Object.fromEntries(entries) };
  };
