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
 * @param rows all rows of each chunk, by its name from `chunkOf`.
 * @param version tells them from the chunks that they take the place of.
 */
export const chunkWrites = (
  base: string,
  rows: ReadonlyMap<string, readonly Row[]>,
  version: string,
): { name: ChunkName; write: DiskWrite }[] =>
  [...rows].flatMap(([text, some]) => {
    if (some.length === 0) return [];
    const [noun, chunk]: [string, number] = JSON.parse(text);
    const name: ChunkName = [noun, chunk, version];
    return { name, write: { store: 'chunk', key: chunkKey(base, name), put: some } };
  });

/** The chunks there are when `written` take the place of those that were `wanted`. */
export const withChunks = (
  chunks: readonly ChunkName[],
  wanted: Pick<ReadonlyMap<string, unknown>, 'has'>,
  written: readonly { name: ChunkName }[],
): { chunks: ChunkName[]; replaced: ChunkName[] } => {
  const isReplaced = ([noun, chunk]: ChunkName) => wanted.has(JSON.stringify([noun, chunk]));
  return {
    chunks: [...chunks.filter((name) => !isReplaced(name)), ...written.map(({ name }) => name)],
    replaced: chunks.filter(isReplaced),
  };
};
