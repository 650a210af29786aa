// What was done elsewhere, and what became of this device's own commands.
import { codeOf, type SyncApi } from './api.ts';
import { overriding } from './conflict.ts';
import type { Device } from './device.ts';
import { type DiskWrite, isNamed, type TailOperation } from './disk.ts';
import type { Refused } from './entry.ts';
import { tailKey } from './load.ts';
import { writtenRefused } from './outbox.ts';
import { deleted, type Pending } from './pending.ts';

const pageSize = 100;

/** With more operations than these to read, a snapshot is cheaper. */
const maxBehind = 2_000;

/**
 * Reads all operations there are.
 *
 * @returns why a snapshot is to be taken, where that is so: the journal does not go on from here, or there
 * is too much of it.
 */
export async function pull(device: Device): Promise<'done' | 'conflict' | 'behind'> {
  const { state, api } = device;
  // What is answered already and changed nothing has come back when all of this is here.
  const unchanged = state.pending.list.filter(({ sent }) => sent?.answer?.seq === null);
  for (const start = state.seq; ; ) {
    const { seq, after, base } = state;
    if (Math.max(seq - start, state.head - seq) > maxBehind) return 'behind';
    const page = await sinceOf(api, { seq, after, limit: pageSize });
    if (!page) return 'conflict';
    if (page.items.length === 0) break;
    // Another tab may have taken a snapshot in the meantime.
    if (base !== state.base) continue;
    const operations = page.items
      .filter((operation) => operation.seq > state.seq)
      .filter((operation, index) => operation.seq === state.seq + 1 + index)
      .map((operation) => state.read(operation));
    if (operations.length === 0 && seq === state.seq) throw new Error('Operations are missing.');
    // What is on the disk and what is here do not fit together: a snapshot takes the place of both.
    if (operations.length > 0 && !(await store(device, operations))) return 'behind';
  }
  await leave(device, unchanged);
  return 'done';
}

/** Undefined where the journal does not go on from there. */
const sinceOf = (api: SyncApi, input: Parameters<SyncApi['since']>[0]) =>
  api.since(input).catch((error: unknown) => {
    if (codeOf(error) === 'CONFLICT') return undefined;
    throw error;
  });

/**
 * A page of operations is one write: the operations, and the commands that they confirm.
 *
 * @returns false where another tab was first, and what it wrote does not go on from here.
 */
async function store(device: Device, operations: readonly TailOperation[]): Promise<boolean> {
  const { state, disk } = device;
  const base = state.base ?? '';
  const ids = new Set(operations.map(({ id }) => id));
  const seq = operations.at(-1)?.seq ?? state.seq;
  const done = state.pending.list.filter(
    (one) => ids.has(one.entry.operationId) || state.hasComeBack(one, seq),
  );
  const overrode = overriding(state.model, done, operations);
  try {
    await disk.write([
      ...operations.map((operation): DiskWrite => {
        return { store: 'tail', key: tailKey(base, operation.seq), add: operation };
      }),
      ...done.flatMap(deleted),
      ...overrode.map(writtenRefused),
    ]);
  } catch (error) {
    if (!isNamed(error, 'ConstraintError')) throw error;
    await device.catchUp();
    return state.seq >= (operations[0]?.seq ?? 0);
  }
  state.batch(() => {
    state.tellRefused(overrode);
    state.confirm(operations);
  });
  device.tellStored();
  return true;
}

/**
 * What the deletions of this device overrode that a snapshot holds already: their operations are not read
 * any more, but for this. Nothing of those that the journal does not keep.
 *
 * @param seq of the snapshot.
 */
export async function overrodeUpTo({ state, api }: Device, seq: number): Promise<Refused[]> {
  const own = state.pending.list.filter(
    ({ entry, sent }) => entry.saw && (sent?.answer?.seq ?? Infinity) <= seq,
  );
  const found: Refused[] = [];
  let operations: TailOperation[] = [];
  for (const one of own) {
    const at = one.sent?.answer?.seq ?? 0;
    // Those that were sent together are in one page.
    if (!operations.some((operation) => operation.seq === at)) {
      const page = await sinceOf(api, { seq: at - 1, after: null, limit: pageSize });
      operations = page?.items.map((operation) => state.read(operation)) ?? [];
    }
    found.push(...overriding(state.model, [one], operations));
  }
  return found;
}

async function leave(device: Device, pending: readonly Pending[]): Promise<void> {
  const { state, disk } = device;
  if (pending.length === 0) return;
  await disk.write(pending.flatMap(deleted));
  state.batch(() => {
    for (const one of pending) state.leave(one);
  });
  device.tellStored();
}
