// Reads a list that is pasted as text: a task for each line, and subtasks where lines are indented.
import { taskLimits } from '@tydo/schemas/task';

export interface PastedLine {
  text: string;
  /** 0 for a line that is not below another one. */
  depth: number;
}

/** The mark of an item, as programs write lists: "- ", "* ", "• ", "[ ] ", "- [x] ", "1. ". */
const mark = /^(?:[-*•]\s+|\d{1,3}[.)]\s+)?(?:\[[ xX]?\]\s+)?/;
const blanksOfTab = '    ';

/** The lines of a text that has several, without the marks of items; undefined where it has only one. */
export function pastedLines(text: string): PastedLine[] | undefined {
  /** The indents of the lines that the next one may be below. */
  let above: number[] = [];
  const lines = text
    .split(/[\r\n\u0085\u2028\u2029]+/)
    .map((line) => ({ indent: indentOf(line), text: line.trim().replace(mark, '').trim() }))
    .filter((line) => line.text !== '')
    .map((line): PastedLine => {
      above = above.filter((indent) => indent < line.indent).slice(0, taskLimits.levels - 1);
      const depth = above.length;
      above.push(line.indent);
      return { text: line.text, depth };
    });
  return lines.length > 1 ? lines : undefined;
}

const indentOf = (line: string): number =>
  (/^\s*/.exec(line)?.[0] ?? '').replaceAll('\t', blanksOfTab).length;
