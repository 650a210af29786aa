// A title, name or address inside a sentence must not change the order of the words around it when it is
// written from right to left. In a string Unicode's isolates say where it begins and ends.
const start = '\u2068';
const end = '\u2069';

/** `text` for a place in a sentence that `Sentence` shows, or that stands in a `title` attribute. */
export function isolate(text: string): string {
  return `${start}${withoutIsolates(text)}${end}`;
}

/** For what is read by machines or aloud, where the order on the screen does not matter. */
export function withoutIsolates(sentence: string): string {
  return sentence.replaceAll(start, '').replaceAll(end, '');
}

/** The pieces of a sentence in turn: its own words, then what was isolated, and so on. */
export function piecesOf(sentence: string): string[] {
  return sentence.split(new RegExp(`[${start}${end}]`, 'u'));
}
