/**
 * Text as the search compares it; folding is idempotent. Lower case and then upper case, because upper
 * case does not depend on the context: Σ, σ and ς become one letter, ß becomes SS. NFC before, so that é
 * is one code point in either form; and after, because some capitals are decomposed (of ΐ).
 */
export const fold = (text: string): string =>
  text.normalize('NFC').toLowerCase().toUpperCase().normalize('NFC');
