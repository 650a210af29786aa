// What other tabs have written: a tab reads it when it is told of it, and now and then besides.
import type { Device } from './device.ts';
import type { Found } from './disk.ts';
import { following, loadRows, rowStores, tailKeysAfter } from './load.ts';
import { deleted, type Pending } from './pending.ts';

export async function catchUp(device: Device): Promise<void> {
  const { state, disk } = device;
  for (;;) {
    const known = state.pending.list.filter(({ isStored }) => isStored);
    const { base, seq, refused } = state;
    const wanted = tailKeysAfter(base ?? '', seq);
    const found = await disk.read({
      meta: ['checkpoint'],
      tail: wanted,
      outbox: 'keys',
      sent: 'all',
      refused: 'all',
    });
    const checkpoint = found.meta[0]?.value.checkpoint;
    const operations = following(found.tail, seq);
    if (disk.keepsRows && base !== undefined && !checkpoint) disk.stopKeepingRows();
    // A tab that slept for long: what it has not read is in the chunks by now.
    const isInChunks =
      checkpoint && (checkpoint.base !== base || (checkpoint.seq > seq && operations.length === 0));
    if (disk.keepsRows && isInChunks) {
      if (await loadRows(device, await disk.read(rowStores))) continue;
    }
    const places = new Set(state.pending.list.map(({ place }) => place));
    const unknown = found.outbox.map(({ key }) => Number(key)).filter((n) => !places.has(n));
    const entries = unknown.length === 0 ? [] : (await disk.read({ outbox: unknown })).outbox;
    // There is a gap: another tab had to remove rows while one wrote them.
    if (operations.length < found.tail.length) disk.stopKeepingRows();
    let done: Pending[] = [];
    state.batch(() => {
      addEntries(device, entries, found);
      // Not what was read before this tab itself changed it.
      if (state.refused === refused) state.refused = found.refused.map(({ value }) => value);
      const all = [...state.pending.list];
      state.confirm(operations);
      const there = new Set(found.outbox.map(({ key }) => Number(key)));
      const left = new Set(state.pending.list);
      done = all.filter((one) => !left.has(one) && there.has(one.place));
      for (const one of known) if (left.has(one) && !there.has(one.place)) leave(device, one);
    });
    // Another tab has confirmed them without knowing of them.
    if (done.length > 0) await disk.write(done.flatMap(deleted));
    if (operations.length < wanted.length) return;
  }
}

/** Commands of other tabs, and what became of commands. */
function addEntries({ state }: Device, entries: Found['outbox'], found: Found): void {
  const sent = new Map(found.sent.map(({ key, value }) => [Number(key), value]));
  for (const { key, value: entry } of entries) {
    const own = state.pending.find(entry.operationId);
    if (own) state.pending.setStored(own, Number(key));
    else state.pending.add(entry, Number(key));
  }
  for (const pending of state.pending.list) {
    if (!pending.isStored) continue;
    pending.sent = sent.get(pending.place) ?? pending.sent;
    const { answer } = pending.sent ?? {};
    if (answer) state.answer(pending.entry.operationId, answer);
  }
}

/** It is not on the disk any more: it is done, or refused. */
function leave({ state }: Device, pending: Pending): void {
  const { operationId } = pending.entry;
  const refused = state.refused.find(({ entry }) => entry.operationId === operationId);
  if (refused) state.answer(operationId, { refused: refused.why });
  state.leave(pending);
}
