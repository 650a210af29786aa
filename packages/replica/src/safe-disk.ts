// A disk that is full or gone does not stop the replica. Rows can be had again from the server, so they go
// first; what the person did is kept in memory as the last resort.
import {
  type Disk,
  type DiskKey,
  type DiskRead,
  type DiskWrite,
  type Found,
  isNamed,
} from './disk.ts';
import { memoryDisk } from './memory-disk.ts';

const ofRows = new Set<string>(['chunk', 'tail', 'meta']);

export class SafeDisk {
  #disk: Disk;
  #dropping: Promise<unknown> | undefined;
  #isClosed = false;
  readonly #contents: () => DiskWrite[];
  readonly #onLost: (error: unknown) => void;
  /** Whether rows are kept, too. */
  keepsRows = true;
  /** Whether nothing is kept: the disk failed. */
  isLost = false;
  /** Called when one of the two changes. */
  onChange: () => void = () => {};

  /**
   * @param contents what has to be in a disk that takes the place of this one.
   * @param onLost is told why this one failed.
   */
  constructor(
    disk: Disk,
    contents: () => DiskWrite[],
    onLost: (error: unknown) => void = () => {},
  ) {
    this.#disk = disk;
    this.#contents = contents;
    this.#onLost = onLost;
  }

  get isKept(): boolean {
    return this.#disk.isKept && !this.isLost;
  }

  /** As a disk writes; in memory where that fails. @throws ConstraintError, and nothing else. */
  async write(writes: readonly DiskWrite[], isStrict = false): Promise<DiskKey[]> {
    try {
      return await this.#disk.write(this.#kept(writes), isStrict);
    } catch (error) {
      if (isNamed(error, 'ConstraintError')) throw error;
      return this.#writeAnyway(writes, isStrict, error);
    }
  }

  async read(reads: DiskRead): Promise<Found> {
    try {
      return await this.#disk.read(reads);
    } catch (error) {
      this.#lose(error);
      return this.#disk.read(reads);
    }
  }

  /** Another tab had to remove the rows. They are in memory. */
  stopKeepingRows(): void {
    if (!this.keepsRows) return;
    this.keepsRows = false;
    this.onChange();
  }

  close(): void {
    this.#isClosed = true;
    this.#disk.close();
  }

  async remove(): Promise<void> {
    await this.#disk.remove();
  }

  async #writeAnyway(
    writes: readonly DiskWrite[],
    isStrict: boolean,
    error: unknown,
  ): Promise<DiskKey[]> {
    if (isNamed(error, 'QuotaExceededError') && !this.isLost) {
      try {
        await (this.#dropping ??= this.#dropRows());
        return await this.#disk.write(this.#kept(writes), isStrict);
      } catch {
        // Then in memory.
      }
    }
    this.#lose(error);
    return this.#disk.write(this.#kept(writes));
  }

  async #dropRows(): Promise<void> {
    this.stopKeepingRows();
    await this.#disk.write([
      { store: 'chunk', clear: true },
      { store: 'tail', clear: true },
      { store: 'meta', clear: true },
    ]);
  }

  #lose(error: unknown): void {
    if (this.isLost) return;
    this.isLost = true;
    this.keepsRows = false;
    this.#disk = memoryDisk();
    void this.#disk.write(this.#contents());
    this.onChange();
    if (!this.#isClosed) this.#onLost(error);
  }

  #kept(writes: readonly DiskWrite[]): readonly DiskWrite[] {
    return this.keepsRows ? writes : writes.filter(({ store }) => !ofRows.has(store));
  }
}
