// Lines of a stream of bytes. Node's readline also splits at U+2028, which JSON may hold.
import { TextDecoder } from 'node:util';

/** The lines, without their ends; a last one without an end too. Memory: one line and one piece. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let begun: string[] = [];
  for await (const piece of bytes) {
    const [first = '', ...more] = decoder.decode(piece, { stream: true }).split('\n');
    begun.push(first);
    for (const next of more) {
      yield begun.join('');
      begun = [next];
    }
  }
  const last = begun.join('') + decoder.decode();
  if (last !== '') yield last;
}

const pieceSize = 65_536;

/** Joins short texts, because each piece of a stream costs more than its text. */
export async function* inPieces(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = '';
  for await (const text of texts) {
    piece += text;
    if (piece.length < pieceSize) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
