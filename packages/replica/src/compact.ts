// Brings the checkpoint up to now where the tail has become long.
import { chunkOf, chunksOf, withChunks } from './chunks.ts';
import type { Device } from './device.ts';
import type { DiskWrite } from './disk.ts';
import { chunkKey, readTail, tailKey } from './load.ts';

/** Operations that stay behind the checkpoint, for the history and for undo. */
const keptOperations = 200;
/** Changed rows since the checkpoint: about 1 MB. */
const maxChanges = 2_000;

/** The rows are in small writes, one chunk each; the last write moves the checkpoint. */
export async function compact(device: Device): Promise<void> {
  const { state, disk, newId } = device;
  if (state.changesSince <= maxChanges || !disk.keepsRows) return;
  const { meta } = await disk.read({ meta: ['checkpoint'] });
  const old = meta[0]?.value.checkpoint;
  if (!old || old.base !== state.base) return;
  const { before, since } = await readTail(device, old);
  // From here to the first write nothing changes the rows: they are as of this operation.
  const { seq, after, retentionDays } = state;
  if (seq < old.seq) return;
  const changes = since.flatMap((operation) => operation.changes);
  const wanted = new Set(
    changes.flatMap((change) =>
      [change.before, change.after].flatMap((row) =>
        row ? chunkOf(state.model, change.noun, row) : [],
      ),
    ),
  );
  const rowsOf = (noun: string) => state.rows.confirmed(noun).values();
  const written = chunksOf(state.model, old.base, wanted, rowsOf, newId());
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
