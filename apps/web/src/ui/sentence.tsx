import { piecesOf } from '../lib/isolate.ts';

/** A sentence in which `isolate` marked what people wrote. */
export function Sentence({ text }: { text: string }) {
  return piecesOf(text).map((piece, at) =>
    // The pieces of a sentence have no names but their places.
    // oxlint-disable-next-line react/no-array-index-key
    at % 2 === 1 ? <bdi key={at}>{piece}</bdi> : piece,
  );
}
