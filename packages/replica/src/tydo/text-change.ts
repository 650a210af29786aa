import type { TextChange } from '../model.ts';

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
