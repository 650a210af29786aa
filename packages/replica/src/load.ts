// Rows and commands from the disk, when a tab opens or when another tab has taken a snapshot.
import { sleep } from './clock.ts';
import type { Device } from './device.ts';
import type {
  Boot,
  Checkpoint,
  ChunkName,
  DiskKey,
  Found,
  Steps,
  Stored,
  TailOperation,
} from './disk.ts';
import { type NounRow, Replacement } from './replacement.ts';

/** Chunks that are read at once, between two looks at the event loop. */
const chunksAtOnce = 4;
const tailAtOnce = 100;

export const chunkKey = (base: string, chunk: ChunkName): DiskKey => [base, ...chunk];
export const tailKey = (base: string, seq: number): DiskKey => [base, seq];

/** The keys of the next operations after `seq`, whether they are there or not. */
export const tailKeysAfter = (base: string, seq: number): DiskKey[] =>
  Array.from({ length: tailAtOnce }, (_, index) => tailKey(base, seq + 1 + index));

/** Operations that follow on `seq` without a gap. */
export function following(found: Found['tail'], seq: number): TailOperation[] {
  const operations = found.map(({ value }) => value);
  return operations.filter((operation, index) => operation.seq === seq + 1 + index);
}

/** What fields the rows have: other rows are not read, they come again from the server. */
export const shapeOf = ({ state }: Pick<Device, 'state'>): string =>
  JSON.stringify(Object.entries(state.model.nouns).map(([name, { fields }]) => [name, fields]));

/** What is known of the rows on the disk; nothing where they have another shape. */
export async function readCheckpoint(
  device: Device,
  isFirst = true,
): Promise<{ checkpoint?: Checkpoint | undefined; boot?: Boot | undefined }> {
  const { disk } = device;
  const { meta } = await disk.read({ meta: ['checkpoint', 'boot', 'shape'] });
  const known: Stored['meta'] = Object.assign({}, ...meta.map(({ value }) => value));
  const { checkpoint, boot, shape } = known;
  if (shape === shapeOf(device)) return { checkpoint, boot };
  if (!isFirst) {
    // Another version of the page has taken over. This one goes on with what it has in memory.
    disk.stopKeepingRows();
    return {};
  }
  await disk.write([
    { store: 'chunk', clear: true },
    { store: 'tail', clear: true },
    { store: 'meta', clear: true },
    { store: 'meta', key: 'shape', put: { shape: shapeOf(device) } },
  ]);
  return {};
}

/** The operations on the disk, in order: since the checkpoint without a gap, and some before it. */
export async function readTail(
  { disk }: Device,
  { base, seq }: Checkpoint,
): Promise<{ before: TailOperation[]; since: TailOperation[] }> {
  const { tail } = await disk.read({ tail: 'all' });
  const own = tail
    .filter(({ key }) => Array.isArray(key) && key[0] === base)
    .toSorted((one, other) => one.value.seq - other.value.seq);
  const at = own.findIndex(({ value }) => value.seq > seq);
  const before = own.slice(0, at === -1 ? own.length : at);
  return {
    before: before.map(({ value }) => value),
    since: following(own.slice(before.length), seq),
  };
}

/**
 * Rows of chunks, the newest chunks first, a few at a time.
 *
 * @returns false where one is not there: the disk is of no use then.
 */
export async function readChunks(
  { state, disk, clock }: Device,
  { base, chunks }: Checkpoint,
  take: (rows: readonly NounRow[]) => void,
): Promise<boolean> {
  const newestFirst = chunks.toSorted(([, one], [, other]) => other - one);
  for (let at = 0; at < newestFirst.length; at += chunksAtOnce) {
    const some = newestFirst.slice(at, at + chunksAtOnce);
    const { chunk } = await disk.read({ chunk: some.map((one) => chunkKey(base, one)) });
    if (chunk.length < some.length) return false;
    const rows = chunk.flatMap(({ value }, index) => {
      const noun = some[index]?.[0] ?? '';
      return noun in state.model.nouns ? value.map((row) => ({ noun, row })) : [];
    });
    take(rows);
    await sleep(clock, 0);
  }
  return true;
}

/**
 * Puts the rows of the disk in the place of those in memory; none where there are none, or they are not
 * whole. The operations come first: what they changed does not come from the chunks.
 *
 * @param isFirst shows them as they come.
 * @returns whether there are rows.
 */
export async function loadRows(
  device: Device,
  isFirst: boolean,
  onFirstRows?: () => void,
): Promise<boolean> {
  const { state } = device;
  const { checkpoint } = await readCheckpoint(device, isFirst);
  if (!checkpoint) return false;
  const { before, since } = await readTail(device, checkpoint);
  const changes = since.flatMap((operation) => operation.changes);
  const changed = new Set(changes.map(({ noun, key }) => `${noun} ${key}`));
  const rows = new Replacement(state);
  const begin = () => {
    state.begin(checkpoint, before);
    state.confirm(since);
  };
  if (isFirst) state.batch(begin);
  const isWhole = await readChunks(device, checkpoint, (some) => {
    if (!isFirst) return rows.take(some);
    state.batch(() => {
      for (const { noun, row } of some) {
        const key = state.keyOf(noun, row);
        if (key !== undefined && !changed.has(`${noun} ${key}`)) state.setRow(noun, key, row);
      }
    });
    onFirstRows?.();
  });
  state.batch(() => {
    // What another tab has made unreadable leaves this one as it is.
    if (isFirst && !isWhole) state.base = undefined;
    if (isFirst !== isWhole) rows.apply();
    if (!isFirst && isWhole) begin();
    if (isWhole) state.tell({ isLoaded: true });
  });
  return isWhole;
}

/** Commands on the disk, and what became of them. @returns the steps of this tab. */
export async function loadEntries(
  { state, disk }: Device,
  tab: string,
): Promise<Steps | undefined> {
  const { outbox, sent, refused, step } = await disk.read({
    outbox: 'all',
    sent: 'all',
    refused: 'all',
    step: [tab],
  });
  const byKey = new Map(sent.map(({ key, value }) => [key, value]));
  state.batch(() => {
    for (const { key, value } of outbox) state.pending.add(value, Number(key), byKey.get(key));
    state.refused = refused.map(({ value }) => value);
  });
  return step[0]?.value;
}
