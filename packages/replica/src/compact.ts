// Brings the checkpoint up to now where the tail has become long.
import { chunkOf, chunkWrites, withChunks } from './chunks.ts';
import type { Device } from './device.ts';
import type { DiskWrite } from './disk.ts';
import { chunkKey, tailKey, tailOf } from './load.ts';
import type { Row } from './model.ts';

/** Operations that stay behind the checkpoint, for the history and for undo. */
const keptOperations = 200;
/** Changed rows since the checkpoint: about 1 MB. */
const maxChanges = 2_000;

/** The rows are in small writes, one chunk each; the last write moves the checkpoint. */
export async function compact(device: Device): Promise<void> {
  const { state, disk, newId } = device;
  if (state.changesSince <= maxChanges || !disk.keepsRows) return;
  const { meta, tail } = await disk.read({ meta: ['checkpoint'], tail: 'all' });
  const old = meta[0]?.value.checkpoint;
  if (!old || old.base !== state.base) return;
  const { before, since } = tailOf(tail, old);
  // From here to the first write nothing changes the rows: they are as of this operation.
  const { seq, after, retentionDays } = state;
  if (seq < old.seq) return;
  const changes = since.flatMap((operation) => operation.changes);
  const wanted = new Map<string, Row[]>();
  for (const { noun, before: was, after: is } of changes) {
    for (const row of [was, is]) if (row) wanted.set(chunkOf(state.model, noun, row), []);
  }
  for (const noun of Object.keys(state.model.nouns)) {
    for (const row of state.rows.confirmed(noun).values()) {
      wanted.get(chunkOf(state.model, noun, row))?.push(row);
    }
  }
  const written = chunkWrites(old.base, wanted, newId());
  state.changesSince = 0;
  // A tab that was frozen in the middle harms nothing: no checkpoint names its chunks.
  for (const { write } of written) await disk.write([write]);
  const { chunks, replaced } = withChunks(old.chunks, wanted, written);
  const gone = [...before, ...since].filter((operation) => operation.seq <= seq - keptOperations);
  const checkpoint = { ...old, seq, after, chunks, retentionDays };
  await disk.write([
    { store: 'meta', key: 'checkpoint', put: { checkpoint } },
    ...replaced.map((name): DiskWrite => ({ store: 'chunk', delete: chunkKey(old.base, name) })),
    ...gone.map((one): DiskWrite => ({ store: 'tail', delete: tailKey(old.base, one.seq) })),
  ]);
}
