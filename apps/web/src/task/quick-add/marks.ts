// What the person has decided about a text: which parts of it are only text, and which readings are meant.
export interface Range {
  start: number;
  end: number;
}

export interface Marks {
  /** The text that the ranges are of. */
  text: string;
  /** Only text. */
  ignored: readonly Range[];
  /** The other readings of doubts that were chosen: see `doubtKey`. */
  others: ReadonlySet<string>;
}

export const noMarks: Marks = { text: '', ignored: [], others: new Set() };

export const doubtKey = ({ field, other }: { field: string; other: string }): string =>
  `${field} ${other}`;

/** The marks after the text was edited: a range moves with its text, and what is typed at its end joins it. */
export function editedMarks(marks: Marks, text: string): Marks {
  if (text === marks.text) return marks;
  if (text === '') return noMarks;
  const before = marks.text;
  let start = 0;
  while (start < before.length && before[start] === text[start]) start += 1;
  let kept = 0;
  const most = Math.min(before.length, text.length) - start;
  while (kept < most && before[before.length - 1 - kept] === text[text.length - 1 - kept])
    kept += 1;
  const end = before.length - kept;
  const grown = text.length - before.length;
  const joins = /\S/.test(text[start] ?? '');
  const ignored = marks.ignored.flatMap((range): Range[] => {
    if (end <= range.start) return [{ start: range.start + grown, end: range.end + grown }];
    const isAfter = start > range.end || (start === range.end && !joins);
    if (isAfter) return [range];
    const left = { start: Math.min(range.start, start), end: Math.max(range.end, end) + grown };
    return left.end > left.start ? [left] : [];
  });
  return { ...marks, text, ignored };
}

export const ignoring = (marks: Marks, ranges: readonly Range[]): Marks => ({
  ...marks,
  ignored: [...marks.ignored, ...ranges.map(({ start, end }) => ({ start, end }))].toSorted(
    (one, other) => one.start - other.start,
  ),
});

/** Takes the other reading of a doubt, or goes back. */
export function toggledOther(marks: Marks, key: string): Marks {
  const others = new Set(marks.others);
  if (!others.delete(key)) others.add(key);
  return { ...marks, others };
}

/** As `parseQuickAdd` masks what is only text: no pattern matches it. */
const masking = '\uFFFC';

export const maskedText = ({ text, ignored }: Pick<Marks, 'text' | 'ignored'>): string =>
  ignored.reduce(
    (masked, { start, end }) =>
      masked.slice(0, start) + masking.repeat(end - start) + masked.slice(end),
    text,
  );

/** Puts back what was masked into a part of the text that has all of it, in order. */
export function unmasked(part: string, marks: Pick<Marks, 'text' | 'ignored'>): string {
  const masked = maskedText(marks);
  const hidden = [...marks.text.split('').keys()]
    .filter((at) => masked[at] === masking)
    .map((at) => marks.text[at]);
  let next = 0;
  return part.replaceAll(masking, () => hidden[next++] ?? '');
}
