// Rows in chunks, as the disk keeps them: one write for each row would take four times as long to read.
import type { ChunkName, DiskWrite } from './disk.ts';
import { chunkKey } from './load.ts';
import type { Model, Row } from './model.ts';

/** Names a chunk, whatever its version. */
export const chunkOf = (model: Model, noun: string, row: Row): string =>
  JSON.stringify([noun, model.nouns[noun]?.chunkOf(row)]);

/**
 * Chunks that are to be written again, whole.
 *
 * @param wanted as `chunkOf` names them.
 * @param version tells them from the chunks that they take the place of.
 */
export function chunksOf(
  model: Model,
  base: string,
  wanted: ReadonlySet<string>,
  rowsOf: (noun: string) => Iterable<Row>,
  version: string,
): { name: ChunkName; write: DiskWrite }[] {
  const rows = new Map([...wanted].map((name): [string, Row[]] => [name, []]));
  for (const noun of Object.keys(model.nouns)) {
    for (const row of rowsOf(noun)) rows.get(chunkOf(model, noun, row))?.push(row);
  }
  return [...rows].flatMap(([text, some]) => {
    if (some.length === 0) return [];
    const [noun, chunk]: [string, number] = JSON.parse(text);
    const name: ChunkName = [noun, chunk, version];
    return { name, write: { store: 'chunk', key: chunkKey(base, name), put: some } };
  });
}

/** The chunks there are when `written` take the place of those that were `wanted`. */
export const withChunks = (
  chunks: readonly ChunkName[],
  wanted: ReadonlySet<string>,
  written: readonly { name: ChunkName }[],
): { chunks: ChunkName[]; replaced: ChunkName[] } => {
  const isReplaced = ([noun, chunk]: ChunkName) => wanted.has(JSON.stringify([noun, chunk]));
  return {
    chunks: [...chunks.filter((name) => !isReplaced(name)), ...written.map(({ name }) => name)],
    replaced: chunks.filter(isReplaced),
  };
};
