// A title, name or address that is written from right to left must not reorder the words of the sentence
// around it. In a string, Unicode's isolate characters mark its start and end.
const start = '\u2068';
const end = '\u2069';

/** Marks `text` inside a sentence for `Sentence` or a `title` attribute. */
export function isolate(text: string): string {
  return `${start}${withoutIsolates(text)}${end}`;
}

/** Removes the marks, for screen readers and programs. */
export function withoutIsolates(sentence: string): string {
  return sentence.replaceAll(start, '').replaceAll(end, '');
}

/** Splits a sentence: its own words, then an isolated text, and so on in turn. */
export function piecesOf(sentence: string): string[] {
  return sentence.split(new RegExp(`[${start}${end}]`, 'u'));
}
