// What the page shows first: kept on the disk, so that after a reload it is there before all rows are read.
import type { Device } from './device.ts';
import type { First } from './disk.ts';
import { difference } from './loading.ts';
import type { Key, Row } from './model.ts';
import type { NounRow } from './replacement.ts';
import type { ReplicaState } from './state.ts';
import type { Tabs } from './tabs.ts';

/** Rows of each view that is shown. */
const maxRows = 100;
/** Rows under commands that wait. With more, the counts may be wrong until all rows are here. */
const maxLayered = 500;
/** Numbers of one count. */
const maxNumbers = 1_000;
/** In ms after a change, so that acts in a row are one write. */
const delayMs = 1_000;

/** Keeps what is shown, a little after a change and when the page is left. @returns what ends it. */
export function keepFirst({ state, disk, clock }: Device, tabs: Tabs): () => void {
  let cancel: (() => void) | undefined;

  function write(): void {
    cancel?.();
    cancel = undefined;
    const first = firstOf(state);
    if (first && disk.keepsRows) void disk.write([{ store: 'meta', key: 'first', put: { first } }]);
  }
  const offVersion = state.version.subscribe(() => {
    if (tabs.isVisible()) cancel ??= clock.setTimeout(write, delayMs);
  });
  const offTabs = tabs.onChange(() => {
    if (!tabs.isVisible()) write();
  });
  return () => {
    cancel?.();
    offVersion();
    offTabs();
  };
}

/** Undefined where not all rows are here, or nothing is shown. */
function firstOf({ base, seq, rows, views, status, keyOf }: ReplicaState): First | undefined {
  const watched = views.watched();
  const isShown = watched.some(({ view }) => view.isShown);
  if (base === undefined || !isShown || !status.get().isLoaded) return undefined;
  // Confirmed rows: the commands that wait are applied to them again.
  const kept = new Map<Row, NounRow>();
  function keep(noun: string, key: Key | undefined): void {
    const row = key === undefined ? undefined : rows.confirmed(noun).get(key);
    if (row) kept.set(row, { noun, row });
  }
  const counts: Record<string, number> = {};
  const until: Record<string, number> = {};
  for (const { noun, spec, view, holds, changesAt } of watched) {
    const layered = [...rows.layered(noun)];
    for (const { key } of layered.slice(0, maxLayered)) keep(noun, key);
    const shown = view.isShown ? view.rows.slice(0, maxRows) : [];
    for (const row of shown) keep(noun, keyOf(noun, row));
    counts[spec] = view.rows.length - difference(layered, holds);
    if (changesAt() < Infinity) until[spec] = changesAt();
  }
  for (const { noun, view, changesAt } of views.watchedCounts()) {
    const numbers = view.before([...rows.layered(noun)]);
    // Those that change with the clock are not kept: there are none.
    if (numbers.size > maxNumbers || changesAt() < Infinity) continue;
    Object.assign(counts, Object.fromEntries(numbers));
  }
  return { base, seq, rows: [...kept.values()], counts, until };
}
