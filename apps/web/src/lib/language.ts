/**
 * The language that dates and numbers are written in: that of the browser. English has the one form here that
 * neither side of an ocean misreads: "11 Dec".
 */
export const dateLanguage = dateLanguageOf(navigator.language);

/** Exported for the tests. */
export function dateLanguageOf(language: string): string {
  return /^en\b/.test(language) ? 'en-GB' : language;
}
