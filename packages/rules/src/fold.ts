/**
 * Text as the search compares it: folded twice it is the same. Lower and then upper, because the second
 * step depends on no context: it makes one letter of Σ, σ and ς, and SS of ß. Composed (NFC) before, so
 * that é is one letter however it was typed; and after, because a capital may have another form than the
 * small letter that it is made of (ΐ).
 */
export const fold = (text: string): string =>
  text.normalize('NFC').toLowerCase().toUpperCase().normalize('NFC');
