// Rows and commands from the disk, when a tab opens or when another tab has taken a snapshot.
import { sleep } from './clock.ts';
import type { Device } from './device.ts';
import type {
  Checkpoint,
  ChunkName,
  DiskKey,
  DiskRead,
  First,
  Found,
  Stored,
  TailOperation,
} from './disk.ts';
import { Loading, nounKey } from './loading.ts';
import type { Key, Row } from './model.ts';
import { type NounRow, Replacement } from './replacement.ts';
import { isSameRow } from './rows.ts';

/** What is read of the rows before their chunks. */
export const rowStores = {
  meta: ['checkpoint', 'boot', 'shape', 'first'],
  tail: 'all',
} satisfies DiskRead;
/** What is read of the commands. */
export const entryStores = { outbox: 'all', sent: 'all', refused: 'all' } satisfies DiskRead;

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
export async function keptRows(
  device: Pick<Device, 'state' | 'disk'>,
  { meta }: Pick<Found, 'meta'>,
  isFirst = true,
): Promise<Omit<Stored['meta'], 'shape'>> {
  const { disk } = device;
  const { shape, ...kept }: Stored['meta'] = Object.assign({}, ...meta.map(({ value }) => value));
  if (shape === shapeOf(device)) return kept;
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
export function tailOf(
  tail: Found['tail'],
  { base, seq }: Checkpoint,
): { before: TailOperation[]; since: TailOperation[] } {
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
 * Rows of chunks, noun by noun in the order of the model, the newest chunks first, a few at a time.
 *
 * @returns false where one is not there: the disk is of no use then.
 */
export async function readChunks(
  { state, disk, clock }: Device,
  { base, chunks }: Checkpoint,
  take: (rows: readonly NounRow[]) => void,
): Promise<boolean> {
  const nouns = Object.keys(state.model.nouns);
  const inOrder = chunks.toSorted(
    ([noun, one], [otherNoun, other]) =>
      nouns.indexOf(noun) - nouns.indexOf(otherNoun) || other - one,
  );
  const readAt = (at: number) => {
    const some = inOrder.slice(at, at + chunksAtOnce);
    if (some.length === 0) return undefined;
    return { some, found: disk.read({ chunk: some.map((one) => chunkKey(base, one)) }) };
  };
  let next = readAt(0);
  for (let at = chunksAtOnce; next; at += chunksAtOnce) {
    const { some, found } = next;
    const { chunk } = await found;
    if (chunk.length < some.length) return false;
    // The next are read while these are shown.
    next = readAt(at);
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
 * @param onFirstRows is given when the tab opens: rows are shown as they come, first those that the page
 * showed last. The others are read when it has ended.
 * @returns whether there are rows.
 */
export async function loadRows(
  device: Device,
  found: Pick<Found, 'meta' | 'tail'>,
  onFirstRows?: () => void | Promise<void>,
): Promise<boolean> {
  const { state, clock } = device;
  const isFirst = onFirstRows !== undefined;
  const { checkpoint, first } = await keptRows(device, found, isFirst);
  if (!checkpoint) return false;
  const { before, since } = tailOf(found.tail, checkpoint);
  const rows = new Replacement(state);
  const loading = isFirst ? new Loading(state.rows) : undefined;
  /** Rows that were shown first, until their chunk is here. */
  let shown: ShownRows = new Map();
  const begin = () => {
    state.begin(checkpoint, before);
    state.confirm(since);
  };
  if (loading && onFirstRows) {
    state.batch(() => {
      state.loading = loading;
      begin();
      if (first?.base === checkpoint.base) {
        shown = showFirst({ state, clock }, loading, first, [...before, ...since]);
      }
    });
    if (shown.size > 0) await onFirstRows();
  }
  const isWhole = await readChunks(device, checkpoint, (some) => {
    if (!loading) return rows.take(some);
    state.batch(() => {
      for (const { noun, row } of some) {
        const key = state.keyOf(noun, row);
        const name = nounKey(noun, key);
        const early = shown.get(name)?.row ?? null;
        shown.delete(name);
        if (key === undefined || loading.changed.has(name)) continue;
        if (!isSameRow(early, row)) state.setRow(noun, key, row);
      }
    });
    void onFirstRows?.();
  });
  state.batch(() => {
    // What another tab has made unreadable leaves this one as it is.
    if (isFirst && !isWhole) {
      state.base = undefined;
      state.loading = undefined;
    }
    if (isFirst !== isWhole) rows.apply();
    for (const [name, { noun, key }] of shown) {
      if (!loading?.changed.has(name)) state.setRow(noun, key, null);
    }
    if (!isFirst && isWhole) begin();
    if (isWhole) state.loaded();
  });
  return isWhole;
}

type ShownRows = Map<string, { noun: string; key: Key; row: Row }>;

/**
 * Shows what the page showed last, and what operations have made of it since. In a batch.
 *
 * @returns the rows that chunks have to confirm; none where the operations do not go on from there.
 */
function showFirst(
  { state, clock }: Pick<Device, 'state' | 'clock'>,
  loading: Loading,
  first: First,
  operations: readonly TailOperation[],
): ShownRows {
  const later = operations.filter(({ seq }) => seq > first.seq);
  const isGap = later.some(({ seq }, index) => seq !== first.seq + 1 + index);
  if (isGap || first.seq + later.length !== state.seq) return new Map();
  const changes = later.flatMap((operation) => operation.changes);
  loading.begin(first, changes, clock.now());
  const shown: ShownRows = new Map();
  for (const { noun, row } of first.rows) {
    const key = state.keyOf(noun, row);
    if (key !== undefined) shown.set(nounKey(noun, key), { noun, key, row });
  }
  for (const { noun, key, after } of changes) {
    shown.delete(nounKey(noun, key));
    state.setRow(noun, key, after);
  }
  for (const [name, { noun, key, row }] of shown) {
    // Operations since the checkpoint have set it.
    if (loading.changed.has(name)) shown.delete(name);
    else state.setRow(noun, key, row);
  }
  return shown;
}

/** Commands on the disk, and what became of them. */
export function loadEntries(
  { state }: Device,
  { outbox, sent, refused }: Pick<Found, 'outbox' | 'sent' | 'refused'>,
): void {
  const byKey = new Map(sent.map(({ key, value }) => [key, value]));
  state.batch(() => {
    for (const { key, value } of outbox) state.pending.add(value, Number(key), byKey.get(key));
    state.refused = refused.map(({ value }) => value);
  });
}
