// All rows, page by page: at first, and where the journal does not go on from what is here.
import { codeOf, type SnapshotPage } from './api.ts';
import { chunkOf, chunksOf, withChunks } from './chunks.ts';
import type { Device } from './device.ts';
import type { Boot, Checkpoint, DiskWrite } from './disk.ts';
import { chunkKey, readChunks, shapeOf } from './load.ts';
import { type NounRow, Replacement } from './replacement.ts';

/** One snapshot. Killed in the middle, the next tab goes on. */
export class Snapshot {
  readonly #device: Device;
  readonly #rows: Replacement;
  /** Undefined before the first page. */
  #boot: Boot | undefined;

  constructor(device: Device) {
    this.#device = device;
    this.#rows = new Replacement(device.state);
  }

  /** Goes on with one that was begun, perhaps by another tab. */
  async resume(boot: Boot): Promise<void> {
    const isWhole = await readChunks(this.#device, boot, (rows) => this.#take(rows));
    if (isWhole) this.#boot = boot;
    else this.#rows.clear();
  }

  /** @returns whether that was the last page. */
  async takePage(): Promise<boolean> {
    const { state, api, newId } = this.#device;
    const before = this.#boot;
    let page: SnapshotPage;
    try {
      page = await api.snapshot(before ? { cursor: before.cursor } : {});
    } catch (error) {
      // The cursor is of no use any more: from the beginning.
      if (before && codeOf(error) === 'BAD_REQUEST') {
        this.#boot = undefined;
        this.#rows.clear();
      }
      throw error;
    }
    const rows = page.rows.filter(({ noun, row }) => state.keyOf(noun, row) !== undefined);
    this.#take(rows);
    const first: Checkpoint = before ?? {
      base: newId(),
      seq: page.seq,
      after: page.after,
      chunks: [],
      retentionDays: page.retentionDays,
    };
    const wanted = new Set(rows.map(({ noun, row }) => chunkOf(state.model, noun, row)));
    const rowsOf = (noun: string) => this.#rows.rowsOf(noun);
    const written = chunksOf(state.model, first.base, wanted, rowsOf, newId());
    const { chunks, replaced } = withChunks(first.chunks, wanted, written);
    const writes: DiskWrite[] = [
      ...written.map(({ write }) => write),
      ...replaced.map(
        (name): DiskWrite => ({ store: 'chunk', delete: chunkKey(first.base, name) }),
      ),
    ];
    if (page.nextCursor === null) {
      await this.#finish({ ...first, chunks }, writes);
      return true;
    }
    const boot = { ...first, chunks, cursor: page.nextCursor };
    await this.#device.disk.write([...writes, { store: 'meta', key: 'boot', put: { boot } }]);
    this.#boot = boot;
    return false;
  }

  #take(rows: readonly NounRow[]): void {
    const { state } = this.#device;
    this.#rows.take(rows);
    if (state.base !== undefined) return;
    // At first there is nothing else to show.
    state.batch(() => {
      for (const { noun, row } of rows) {
        const key = state.keyOf(noun, row);
        if (key !== undefined) state.setRow(noun, key, row);
      }
    });
  }

  /** From one moment to the next the rows are those of the snapshot. */
  async #finish(checkpoint: Checkpoint, writes: readonly DiskWrite[]): Promise<void> {
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
    ]);
    state.batch(() => {
      this.#rows.apply();
      state.begin(checkpoint, []);
      state.confirm([]);
    });
    tellStored();
  }
}
