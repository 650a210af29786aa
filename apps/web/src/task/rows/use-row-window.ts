import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { nextPaint } from '../../lib/next-paint.ts';
import { keepPlace, returningTo, stopReturning } from '../../lib/scroll-places.ts';
import { rowHeight } from '../../ui/row-height.ts';
import { type Line, lineKey } from './lines.ts';
import { createRowOffsets, type RowOffsets } from './row-offsets.ts';

/** So many rows above and below the window are rendered, once those in it are on the screen. */
const around = 8;
/** About how far below the top of the window a list begins, in pixels. */
const aboveList = 160;
/** What covers the rows at the top of the window (the field for a new task) and at its end (messages). */
const covered = { top: 72, end: 88 };
/** So many rows are printed. */
const maxPrinted = 2_000;

interface RowWindowOptions {
  list: RefObject<HTMLElement | null>;
  lines: readonly Line[];
  /** Keys of rows that stay rendered when they are scrolled away, with those beside them. */
  kept: readonly (string | undefined)[];
  /** A row that has to be in sight: another object for each time. */
  reveal: { key: string } | undefined;
}

/**
 * The rows to render of a list that scrolls with the page. Rows in sight stay where they are when others
 * come or go above them, and are found again after a reload and on the way back.
 */
export function useRowWindow({ list, lines, kept, reveal }: RowWindowOptions) {
  const [layout] = useState(() => createLayout(list));
  const [, setVersion] = useState(0);
  layout.setLines(lines);

  useLayoutEffect(() => layout.settle());
  useLayoutEffect(() => layout.watch(() => setVersion((version) => version + 1)), [layout]);
  useEffect(() => layout.comeBack(), [layout]);
  useEffect(() => (reveal ? layout.reveal(reveal.key) : undefined), [layout, reveal]);

  const { offsets } = layout;
  const shown = new Set<number>();
  const addAround = (first: number, last: number, extra: number) => {
    for (let index = first - extra; index <= last + extra; index += 1) {
      if (index >= 0 && index < lines.length) shown.add(index);
    }
  };
  addAround(layout.first, layout.last, layout.around);
  for (const key of kept) {
    const index = key === undefined ? undefined : offsets.indexOf(key, layout.first);
    if (index !== undefined) addAround(index, index, 1);
  }
  return {
    rows: [...shown]
      .toSorted((one, other) => one - other)
      .map((index) => ({ index, top: offsets.startOf(index) })),
    height: offsets.startOf(lines.length),
    measure: layout.measure,
  };
}

/** What the window shows of the list, apart from React. */
function createLayout(list: RefObject<HTMLElement | null>) {
  const offsets: RowOffsets<Line> = createRowOffsets(rowHeight(), lineKey);
  let lines: readonly Line[] | undefined;
  /** How far the rows in sight have moved. */
  let shift = 0;
  /** Rows are measured before they are watched for the first time. */
  let isStale = false;
  let isPrinting = false;
  let changed = (): void => {
    isStale = true;
  };
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) measureRow(target);
  });
  const keyAt = (index: number): string => {
    const line = lines?.[index];
    return line ? lineKey(line) : '';
  };
  /** Where the top of the window is in the list. */
  const scrolled = (): number => -(list.current?.getBoundingClientRect().top ?? 0);

  const layout = {
    offsets,
    first: 0,
    last: Math.ceil((window.innerHeight - aboveList) / rowHeight()),
    around: 0,
    setLines(next: readonly Line[]): void {
      if (next === lines) return;
      const seen = lines && list.current ? seenRows() : [];
      lines = next;
      const indexNow = offsets.setRows(next);
      shift += shiftOf(seen, (index) => {
        const now = indexNow(index);
        return now === undefined ? undefined : offsets.startOf(now);
      });
    },
    /** The rows are on the page: those that were in sight go back to where they were. */
    settle(): void {
      if (Math.abs(shift) >= 1 && window.scrollY > 0) window.scrollBy(0, shift);
      shift = 0;
      layout.update();
    },
    update: (): void => {
      if (isPrinting) return;
      const top = scrolled();
      const first = offsets.indexAt(top);
      const last = offsets.indexAt(top + window.innerHeight);
      if (first === layout.first && last === layout.last) return;
      layout.first = first;
      layout.last = last;
      changed();
    },
    /** A ref for each row. */
    measure: (row: HTMLElement | null) => {
      if (!row) return undefined;
      measureRow(row);
      observer.observe(row);
      return () => observer.unobserve(row);
    },
    watch(onChange: () => void): () => void {
      changed = onChange;
      if (isStale) onChange();
      isStale = false;
      void renderAround();
      let frame = 0;
      function onScroll() {
        layout.update();
        cancelAnimationFrame(frame);
        frame = requestAnimationFrame(keep);
      }
      const body = new ResizeObserver(layout.update);
      body.observe(document.body);
      window.addEventListener('scroll', onScroll, { passive: true });
      window.addEventListener('resize', layout.update);
      const printing = new AbortController();
      const { signal } = printing;
      window.addEventListener('beforeprint', printAll, { signal });
      window.addEventListener('afterprint', endPrint, { signal });
      return () => {
        printing.abort();
        cancelAnimationFrame(frame);
        body.disconnect();
        window.removeEventListener('scroll', onScroll);
        window.removeEventListener('resize', layout.update);
      };
    },
    /** After a reload, and on the way back: to the row that was in sight. */
    comeBack(): void {
      const { row, y } = returningTo() ?? {};
      if (y === undefined) return;
      const index = row && offsets.indexOf(row.key);
      if (!row || index === undefined) window.scrollTo(0, y);
      else window.scrollTo(0, window.scrollY - scrolled() + offsets.startOf(index) - row.top);
      stopReturning();
    },
    reveal(key: string): () => void {
      let frame = 0;
      // The rows that come into sight are measured: what was an estimate may be some pixels off.
      function scroll(times: number) {
        const index = offsets.indexOf(key, offsets.count - 1);
        if (index !== undefined) showRow(index);
        if (times > 1) frame = requestAnimationFrame(() => scroll(times - 1));
      }
      scroll(3);
      return () => cancelAnimationFrame(frame);
    },
  };

  async function renderAround(): Promise<void> {
    await nextPaint();
    layout.around = around;
    changed();
  }

  function measureRow(row: Element): void {
    if (!(row instanceof HTMLElement) || !row.isConnected) return;
    const index = Number(row.dataset['index']);
    // It is on its way to another place.
    if (keyAt(index) !== row.dataset['uid']) return;
    const isAbove = offsets.startOf(index + 1) <= scrolled();
    const growth = offsets.measure(index, row.offsetHeight);
    if (growth === 0) return;
    if (isAbove) window.scrollBy(0, growth);
    changed();
  }

  /** The browser prints what is on the page when the event ends. */
  function printAll(): void {
    isPrinting = true;
    layout.first = 0;
    layout.last = Math.min(offsets.count, maxPrinted) - 1;
    flushSync(changed);
  }
  function endPrint(): void {
    isPrinting = false;
    layout.update();
  }

  function seenRows(): Seen[] {
    const [top, end] = [scrolled(), scrolled() + window.innerHeight];
    const rows: Seen[] = [];
    for (let index = offsets.indexAt(top); index < offsets.count; index += 1) {
      const start = offsets.startOf(index);
      if (start >= end) break;
      rows.push({ key: keyAt(index), index, start });
    }
    return rows;
  }

  function keep(): void {
    const index = offsets.indexAt(scrolled());
    const top = offsets.startOf(index) - scrolled();
    keepPlace({ y: window.scrollY, row: { key: keyAt(index), top } });
  }

  function showRow(index: number): void {
    const top = offsets.startOf(index) - scrolled();
    const end = offsets.startOf(index + 1) - scrolled();
    if (top < covered.top) window.scrollBy(0, top - covered.top);
    else if (end > window.innerHeight - covered.end) {
      window.scrollBy(0, end - window.innerHeight + covered.end);
    }
  }

  return layout;
}

interface Seen {
  key: string;
  index: number;
  start: number;
}

/** How far the rows in sight have moved: the one with the focus, else most of the first three. */
function shiftOf(seen: readonly Seen[], startNow: (index: number) => number | undefined): number {
  const focused = document.activeElement?.closest<HTMLElement>('[data-index]')?.dataset['uid'];
  const own = seen.find(({ key }) => key === focused);
  const shifts = (own ? [own] : seen.slice(0, 3)).flatMap(({ index, start }) => {
    const now = startNow(index);
    return now === undefined ? [] : [now - start];
  });
  return shifts.toSorted((one, other) => one - other)[Math.floor((shifts.length - 1) / 2)] ?? 0;
}
