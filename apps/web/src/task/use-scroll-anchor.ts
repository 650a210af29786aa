import type { Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { keepPlace, returningTo, stopReturning } from '../lib/scroll-places.ts';

interface Seen {
  key: string;
  index: number;
  start: number;
  end: number;
}

interface AnchorOptions {
  virtualizer: Virtualizer<Window, Element>;
  count: number;
  keyAt: (index: number) => string | undefined;
  /** Another value when rows came, went or changed places. */
  version: unknown;
}

/**
 * Keeps the rows in sight where they are when rows come or go above them, and finds them again after a
 * reload and on the way back.
 */
export function useScrollAnchor({ virtualizer, count, keyAt, version }: AnchorOptions): void {
  const seen = useRef<readonly Seen[]>([]);
  const seenVersion = useRef(version);

  useLayoutEffect(() => {
    if (seenVersion.current !== version) {
      seenVersion.current = version;
      const shift = shiftOf(seen.current, (row) =>
        startOf(virtualizer, indexOf(row, count, keyAt)),
      );
      if (Math.abs(shift) >= 1 && window.scrollY > 0) window.scrollBy(0, shift);
    }
    seen.current = virtualizer.getVirtualItems().map(({ key, index, start, end }) => {
      return { key: String(key), index, start, end };
    });
  });

  useEffect(() => {
    const { row, y } = returningTo() ?? {};
    if (y === undefined || count === 0) return;
    const start = row && startOf(virtualizer, indexOf({ key: row.key, index: 0 }, count, keyAt));
    window.scrollTo(0, row && start !== undefined ? start - row.top : y);
    stopReturning();
    // Only when the rows appear.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [count > 0]);

  useEffect(() => {
    let frame = 0;
    function keep() {
      const y = window.scrollY;
      const first = seen.current.find(({ end }) => end > y);
      keepPlace({ y, ...(first && { row: { key: first.key, top: first.start - y } }) });
    }
    function onScroll() {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(keep);
    }
    window.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('scroll', onScroll);
    };
  }, []);
}

/** How far the rows in sight have moved: the one with the focus, else most of the first three. */
function shiftOf(seen: readonly Seen[], startNow: (row: Seen) => number | undefined): number {
  const [top, bottom] = [window.scrollY, window.scrollY + window.innerHeight];
  const inSight = seen.filter(({ start, end }) => end > top && start < bottom);
  const focused = document.activeElement?.closest<HTMLElement>('[data-index]')?.dataset['uid'];
  const own = inSight.find(({ key }) => key === focused);
  const shifts = (own ? [own] : inSight.slice(0, 3)).flatMap((row) => {
    const start = startNow(row);
    return start === undefined ? [] : [start - row.start];
  });
  return shifts.toSorted((one, other) => one - other)[Math.floor((shifts.length - 1) / 2)] ?? 0;
}

const startOf = (
  { measurementsCache }: Virtualizer<Window, Element>,
  index: number | undefined,
): number | undefined => (index === undefined ? undefined : measurementsCache[index]?.start);

/** Where a row is now. It is looked for from where it was. */
function indexOf(
  { key, index }: { key: string; index: number },
  count: number,
  keyAt: (index: number) => string | undefined,
): number | undefined {
  for (let distance = 0; distance < count; distance += 1) {
    if (keyAt(index + distance) === key) return index + distance;
    if (keyAt(index - distance) === key) return index - distance;
  }
  return undefined;
}
