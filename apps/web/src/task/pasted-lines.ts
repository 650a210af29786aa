// Reads a list that is pasted as text: a task for each line.
import { TaskCreate } from '@tydo/schemas/task';

/** The mark of an item, as programs write lists: "- ", "* ", "• ", "[ ] ", "- [x] ", "1. ". */
const mark = /^(?:[-*•]\s+|\d{1,3}[.)]\s+)?(?:\[[ xX]?\]\s+)?/;

/** The titles in a text of several lines; undefined where it is no list of titles. */
export function pastedTitles(text: string): string[] | undefined {
  const titles = text
    .split(/[\r\n\u0085\u2028\u2029]+/)
    .map((line) => line.trim().replace(mark, '').trim())
    .filter((title) => title !== '');
  const areTitles = titles.every((title) => TaskCreate.safeParse({ title }).success);
  return titles.length > 1 && areTitles ? titles : undefined;
}
