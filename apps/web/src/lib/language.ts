/**
 * The language that dates and numbers are written in: that of the browser. English ones are British: "11 Dec" is
 * read in the same way in America.
 */
export const dateLanguage = dateLanguageOf(navigator.language);

/** Exported for the tests. British for what is no language, as browsers on some systems name it: `c`, `de_DE`. */
export function dateLanguageOf(language: string): string {
  if (/^en\b/.test(language)) return 'en-GB';
  try {
    return Intl.getCanonicalLocales(language)[0] ?? 'en-GB';
  } catch {
    return 'en-GB';
  }
}
