// Reads a list that is pasted as text: a task for each line.

/** The mark of an item, as programs write lists: "- ", "* ", "• ", "[ ] ", "- [x] ", "1. ". */
const mark = /^(?:[-*•]\s+|\d{1,3}[.)]\s+)?(?:\[[ xX]?\]\s+)?/;

/** The lines of a text that has several, without the marks of items; undefined where it has only one. */
export function pastedLines(text: string): string[] | undefined {
  const lines = text
    .split(/[\r\n\u0085\u2028\u2029]+/)
    .map((line) => line.trim().replace(mark, '').trim())
    .filter((line) => line !== '');
  return lines.length > 1 ? lines : undefined;
}
