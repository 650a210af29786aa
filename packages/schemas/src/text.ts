// Checks of texts. Lengths are Unicode code points on both engines, as PostgreSQL counts them. Text that
// cannot be stored exactly (NUL, a lone surrogate) is refused, never altered. `params` are the limits of
// a check as JSON Schema keywords, for the reference of the API.
import * as z from 'zod/mini';

/** The number of Unicode code points in `text`; 😀 is one, a family emoji several. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

// Fonts draw nothing for U+2800, the empty Braille pattern, though Unicode calls it a symbol.
const visible =
  /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Cs}\p{Mn}\p{Me}\u2800]/u;
// CR, LF, NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR.
const lineBreak = /[\r\n\u0085\u2028\u2029]/;

/** At most `max` code points. */
export const atMost = (max: number) =>
  z.refine<string>((text) => codePoints(text) <= max, {
    error: `Use at most ${max} characters.`,
    params: { maxLength: max },
  });

/** Whether both engines store it exactly: no NUL, no lone surrogate. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Whether a row can be called so, apart from the length: one line with a visible character, storable. */
export const isNameText = (text: string): boolean =>
  visible.test(text) && !lineBreak.test(text) && isStorable(text);

export const storable = z.refine<string>(isStorable, {
  error: 'This text has a character that cannot be stored.',
});

/** One line. */
export const singleLine = z.refine<string>((text) => !lineBreak.test(text), {
  error: 'Use one line only.',
});

/**
 * At least one visible character: not white space, not ignorable, not a combining mark. Checked on write
 * only; older rows may lack one, and can still be read and changed.
 */
export const notBlank = (error = 'Write something here.') =>
  z.refine<string>((text) => visible.test(text), { error, params: { minLength: 1 } });
