// All rows, page by page: at first, and where the journal does not go on from what is here.
import { codeOf, type SnapshotPage } from './api.ts';
import { chunkOf, chunkWrites, withChunks } from './chunks.ts';
import type { Device } from './device.ts';
import type { Boot, Checkpoint, DiskWrite } from './disk.ts';
import type { Refused } from './entry.ts';
import { chunkKey, readChunks, shapeOf } from './load.ts';
import type { Row } from './model.ts';
import { writtenRefused } from './outbox.ts';
import { overrodeUpTo } from './pull.ts';
import { type NounRow, Replacement } from './replacement.ts';

/** Rows of a first snapshot are shown when they are this part of those shown: each time costs all rows. */
const shownPart = 1 / 8;

/** One snapshot. Killed in the middle, the next tab goes on. */
export class Snapshot {
  readonly #device: Device;
  readonly #rows: Replacement;
  /** All rows by their chunk: a page begins in the chunk that the page before ended in. */
  readonly #chunks = new Map<string, Row[]>();
  /** Of a first snapshot: rows that are not shown yet, and the number of those that are. */
  #hidden: NounRow[] = [];
  #shown = 0;
  /** Undefined before the first page. */
  #boot: Boot | undefined;
  /** The page at a cursor, asked for while the one before is written. */
  #next: { cursor: string; page: Promise<SnapshotPage> } | undefined;

  constructor(device: Device) {
    this.#device = device;
    this.#rows = new Replacement(device.state);
  }

  /** Goes on with one that was begun, perhaps by another tab. */
  async resume(boot: Boot): Promise<void> {
    const isWhole = await readChunks(this.#device, boot, (rows) => this.#take(rows));
    if (isWhole) this.#boot = boot;
    else this.#clear();
  }

  /** @returns whether that was the last page. */
  async takePage(): Promise<boolean> {
    const { state, newId } = this.#device;
    const before = this.#boot;
    let page: SnapshotPage;
    try {
      page = await this.#pageAt(before?.cursor);
    } catch (error) {
      // The cursor is of no use any more: from the beginning.
      if (before && codeOf(error) === 'BAD_REQUEST') {
        this.#boot = undefined;
        this.#clear();
      }
      throw error;
    }
    const isLast = page.nextCursor === null;
    const overrode = isLast ? await overrodeUpTo(this.#device, before?.seq ?? page.seq) : [];
    if (page.nextCursor !== null) this.#askAhead(page.nextCursor);
    const rows = page.rows.filter(({ noun, row }) => state.keyOf(noun, row) !== undefined);
    this.#take(rows);
    const first: Checkpoint = before ?? {
      base: newId(),
      seq: page.seq,
      after: page.after,
      chunks: [],
      retentionDays: page.retentionDays,
    };
    const names = rows.map(({ noun, row }) => chunkOf(state.model, noun, row));
    const wanted = new Map(names.map((name) => [name, this.#chunks.get(name) ?? []]));
    const written = chunkWrites(first.base, wanted, newId());
    const { chunks, replaced } = withChunks(first.chunks, wanted, written);
    const writes: DiskWrite[] = [
      ...written.map(({ write }) => write),
      ...replaced.map(
        (name): DiskWrite => ({ store: 'chunk', delete: chunkKey(first.base, name) }),
      ),
    ];
    if (page.nextCursor === null) {
      await this.#finish({ ...first, chunks }, writes, overrode);
      return true;
    }
    const boot = { ...first, chunks, cursor: page.nextCursor };
    await this.#device.disk.write([...writes, { store: 'meta', key: 'boot', put: { boot } }]);
    this.#boot = boot;
    return false;
  }

  #pageAt(cursor: string | undefined): Promise<SnapshotPage> {
    const next = this.#next;
    this.#next = undefined;
    if (next && next.cursor === cursor) return next.page;
    return this.#device.api.snapshot(cursor === undefined ? {} : { cursor });
  }

  #askAhead(cursor: string): void {
    const page = this.#device.api.snapshot({ cursor });
    // Who takes the page gets the error.
    page.catch(() => undefined);
    this.#next = { cursor, page };
  }

  #take(rows: readonly NounRow[]): void {
    const { state } = this.#device;
    this.#rows.take(rows);
    for (const { noun, row } of rows) {
      const name = chunkOf(state.model, noun, row);
      const chunk = this.#chunks.get(name);
      if (chunk) chunk.push(row);
      else this.#chunks.set(name, [row]);
    }
    // At first there is nothing else to show.
    if (state.base === undefined) this.#show(rows);
  }

  #show(rows: readonly NounRow[]): void {
    const { state } = this.#device;
    this.#hidden.push(...rows);
    if (this.#hidden.length < this.#shown * shownPart) return;
    this.#shown += this.#hidden.length;
    const hidden = this.#hidden;
    this.#hidden = [];
    state.batch(() => {
      for (const { noun, row } of hidden) {
        const key = state.keyOf(noun, row);
        if (key !== undefined) state.setRow(noun, key, row);
      }
    });
  }

  #clear(): void {
    this.#rows.clear();
    this.#chunks.clear();
    this.#hidden = [];
  }

  /** From one moment to the next the rows are those of the snapshot. */
  async #finish(
    checkpoint: Checkpoint,
    writes: readonly DiskWrite[],
    overrode: readonly Refused[],
  ): Promise<void> {
    const { state, disk, tellStored } = this.#device;
    const { chunk, tail } = await disk.read({ chunk: 'keys', tail: 'keys' });
    const isOld = ({ key }: { key: unknown }) => Array.isArray(key) && key[0] !== checkpoint.base;
    await disk.write([
      ...writes,
      ...chunk.filter(isOld).map(({ key }): DiskWrite => ({ store: 'chunk', delete: key })),
      ...tail.map(({ key }): DiskWrite => ({ store: 'tail', delete: key })),
      { store: 'meta', key: 'checkpoint', put: { checkpoint } },
      { store: 'meta', key: 'shape', put: { shape: shapeOf(this.#device) } },
      { store: 'meta', delete: 'boot' },
      ...overrode.map(writtenRefused),
    ]);
    state.batch(() => {
      this.#rows.apply();
      state.begin(checkpoint, []);
      state.tellRefused(overrode);
      state.confirm([]);
    });
    tellStored();
  }
}
