import type { Line } from './lines.ts';
import type { DropMark } from './list-controls.ts';

/** Where a section that is dragged would go. */
export interface SectionTarget {
  place: { before: string } | { after: string };
  mark: DropMark;
}

/** A row on the screen, from its top to its bottom. */
interface ShownRow {
  index: number;
  top: number;
  bottom: number;
}

/** The place of the section under the pointer: a section that is dragged upwards goes before it, else behind it. */
export function sectionTargetAt(
  list: HTMLElement,
  lines: readonly Line[],
  id: string,
  y: number,
): SectionTarget | undefined {
  const rows = [...list.querySelectorAll<HTMLElement>(':scope > [data-index]')].map((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return { index: Number(row.dataset['index']), top, bottom };
  });
  const target = targetAmong(rows, lines, id, y);
  return (
    target && { ...target, mark: { top: target.edge - list.getBoundingClientRect().top, depth: 0 } }
  );
}

/** The same among rows; `edge` is where the mark is. */
export function targetAmong(
  rows: readonly ShownRow[],
  lines: readonly Line[],
  id: string,
  y: number,
): { place: SectionTarget['place']; edge: number } | undefined {
  // What stands above the first heading counts as the first section.
  const owners: string[] = [];
  let [owner] = headingsOf(lines);
  if (owner === undefined) return undefined;
  for (const line of lines) {
    if (line.kind === 'heading') owner = line.section.id;
    owners.push(owner);
  }
  const sorted = rows.toSorted((one, other) => one.index - other.index);
  const under = sorted.find(({ bottom }) => y < bottom) ?? sorted.at(-1);
  if (!under) return undefined;
  const over = owners[under.index];
  if (over === undefined || over === id) return undefined;
  const order = headingsOf(lines);
  const isUp = order.indexOf(over) < order.indexOf(id);
  const heading = lines.findIndex((line) => line.kind === 'heading' && line.section.id === over);
  const own = sorted.filter(({ index }) => owners[index] === over && index >= heading);
  const edge = isUp ? (own[0]?.top ?? under.top) : (own.at(-1)?.bottom ?? under.bottom);
  return { place: isUp ? { before: over } : { after: over }, edge };
}

const headingsOf = (lines: readonly Line[]): string[] =>
  lines.flatMap((line) => (line.kind === 'heading' ? [line.section.id] : []));
