import { piecesOf } from '../lib/isolate.ts';

/** A sentence in which `isolate` has marked the texts that people wrote. */
export function Sentence({ text }: { text: string }) {
  return piecesOf(text).map((piece, at) =>
    // The pieces of a sentence have no key but their index.
    // oxlint-disable-next-line react/no-array-index-key
    at % 2 === 1 ? <bdi key={at}>{piece}</bdi> : piece,
  );
}
