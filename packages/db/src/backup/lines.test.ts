import { expect, test } from 'vitest';
import { inPieces, linesOf } from './lines.ts';

async function* each<T>(items: readonly T[]) {
  yield* items;
}
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
const bytes = (...texts: string[]) => each(texts.map((text) => new TextEncoder().encode(text)));

test('lines are read across pieces, and a last one without an end too', async () => {
  expect(await all(linesOf(bytes('a\nb', 'c', '\n\nd')))).toEqual(['a', 'bc', '', 'd']);
  expect(await all(linesOf(bytes('a\n')))).toEqual(['a']);
  // A character of three bytes in two pieces; LINE SEPARATOR is no end of a line.
  const euro = new TextEncoder().encode('€\u2028!');
  expect(await all(linesOf(each([euro.slice(0, 2), euro.slice(2)])))).toEqual(['€\u2028!']);
});

test('short texts are joined until they are 64 KiB', async () => {
  const half = 'x'.repeat(32_768);
  expect(await all(inPieces(each([half, half, 'rest'])))).toEqual([half + half, 'rest']);
});
