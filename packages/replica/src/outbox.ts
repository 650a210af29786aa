// Commands on the disk: stored at once, and moved to what was refused.
import type { Device } from './device.ts';
import type { DiskWrite } from './disk.ts';
import type { Refusal, Refused } from './entry.ts';
import { deleted, type Pending } from './pending.ts';

/** Stores a command. @param more is written with it. */
export async function store(
  { state, disk }: Device,
  pending: Pending,
  more: readonly DiskWrite[],
): Promise<void> {
  const isOffline = !state.status.get().isOnline;
  const { entry } = pending;
  const [n] = await disk.write([{ store: 'outbox', add: entry }, ...more], isOffline);
  // Another tab may have sent it already, or this one has read it.
  state.batch(() => {
    if (!pending.isStored) state.pending.setStored(pending, Number(n));
  });
}

/** Takes commands off the outbox for good, in one write. They stay where the person finds them. */
export async function refuse(
  device: Device,
  refusals: readonly { pending: Pending; why: Refusal }[],
): Promise<void> {
  const { state, disk } = device;
  if (refusals.length === 0) return;
  const moved = refusals.map(({ pending, why }) => {
    const { entry, sent } = pending;
    return { pending, refused: { entry, sent, why } };
  });
  await disk.write(
    moved.flatMap(({ pending, refused }): DiskWrite[] => [
      ...deleted(pending),
      writtenRefused(refused),
    ]),
  );
  state.batch(() => {
    for (const { pending, refused } of moved) state.refuse(pending, refused);
  });
  device.tellStored();
}

/** Keeps what the person has to know of a command. */
export const writtenRefused = (refused: Refused): DiskWrite => {
  return { store: 'refused', key: refused.entry.operationId, put: refused };
};

/** What has to be in a disk that takes the place of a broken one. */
export const contents = ({ state }: Pick<Device, 'state'>): DiskWrite[] => [
  ...state.pending.list
    .filter(({ isStored }) => isStored)
    .flatMap(({ entry, place, sent }): DiskWrite[] => [
      { store: 'outbox', key: place, put: entry },
      ...(sent ? [{ store: 'sent', key: place, put: sent } as const] : []),
    ]),
  ...state.refused.map(writtenRefused),
];
