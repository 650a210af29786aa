// What is typed and not saved: kept on the disk, so that it survives a reload and a closed browser.
import type { Disk } from '@tydo/replica/disk';

export interface Notes {
  /** As they were when the page was opened. */
  readonly loaded: ReadonlyMap<string, unknown>;
  /** Undefined removes the note. It is written a little later, or when the page is left. */
  put: (key: string, value: unknown) => void;
  /** Changes what is on the disk by then: another tab may have written it. */
  change: (key: string, next: (stored: unknown) => unknown) => Promise<void>;
  /** Writes now what waits. */
  flush: () => void;
}

const delayMs = 300;

export async function openNotes(disk: Disk): Promise<Notes> {
  const { note } = await disk.read({ note: 'all' }).catch(() => ({ note: [] }));
  const waiting = new Map<string, unknown>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const writes = [...waiting].map(([key, value]) =>
      value === undefined
        ? ({ store: 'note', delete: key } as const)
        : ({ store: 'note', put: value, key } as const),
    );
    waiting.clear();
    // A disk that is full or closed: what is typed is still on the screen.
    if (writes.length > 0) disk.write(writes).catch(() => undefined);
  }

  return {
    loaded: new Map(note.map(({ key, value }) => [String(key), value])),
    put(key, value) {
      waiting.set(key, value);
      timer ??= setTimeout(flush, delayMs);
    },
    async change(key, next) {
      try {
        const { note: now } = await disk.read({ note: 'all' });
        const stored = now.find((one) => one.key === key)?.value;
        await disk.write([{ store: 'note', put: next(stored), key }]);
      } catch {
        // As in `flush`.
      }
    },
    flush,
  };
}
