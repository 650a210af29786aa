import { places } from '../../lib/places.ts';
import { type Drop, dropAt } from './arrange.ts';
import { dropDay } from './day-places.ts';
import type { DropMark } from './list-controls.ts';
import type { ListFinder } from './list-env.ts';

/** Where what is dragged would go. */
export type DropTarget =
  | { kind: 'move'; move: Drop; mark: DropMark }
  | { kind: 'day'; day: string; mark: DropMark }
  /** A list of the sidebar; null is the Inbox. */
  | { kind: 'list'; id: string | null; element: HTMLElement }
  /** The link to Today. */
  | { kind: 'today'; element: HTMLElement }
  | { kind: 'label'; id: string; element: HTMLElement };

/** A list, a label or Today in the sidebar under the pointer: the address of its link names it. */
export function sidebarTargetAt(x: number, y: number): DropTarget | undefined {
  for (const under of document.elementsFromPoint(x, y)) {
    const element = under.closest<HTMLElement>('nav a');
    const path = element?.getAttribute('href');
    const [, noun, id] = /^\/(?:(list|label)\/([^?]+))?$/.exec(path ?? '') ?? [];
    if (!element || path == null) continue;
    if (path === places.today.href) return { kind: 'today', element };
    if (path === '/') return { kind: 'list', id: null, element };
    if (id === undefined) continue;
    const target = { id: decodeURIComponent(id), element };
    return noun === 'label' ? { kind: 'label', ...target } : { kind: 'list', ...target };
  }
  return undefined;
}

interface Pointer {
  y: number;
  /** How many levels it has gone to the right since the drag began. */
  levels: number;
}

/** The place in the list that the pointer is nearest to: between two rows, or a day. */
export const listTargetAt = (...at: Parameters<typeof gapTargetAt>): DropTarget | undefined =>
  at[1].dayClock() ? dayTargetAt(...at) : gapTargetAt(...at);

function gapTargetAt(
  list: HTMLElement,
  find: ListFinder,
  uid: string,
  { y, levels }: Pointer,
): DropTarget | undefined {
  const arrangement = find.arrangement();
  const own = find.line(uid);
  const boxes = boxesIn(list);
  if (!arrangement || !own || boxes.length === 0) return undefined;
  const below = boxes.find(({ box }) => y < box.top + box.height / 2);
  const last = boxes.at(-1);
  const gap = below ? below.index : (last?.index ?? 0) + 1;
  const uids = new Set(find.uidsWith(uid));
  const move = dropAt(arrangement, uids, gap, own.depth + levels);
  if (!move) return undefined;
  const edge = below ? below.box.top : (last?.box.bottom ?? 0);
  const mark = { top: edge - list.getBoundingClientRect().top, depth: move.depth };
  return { kind: 'move', move, mark };
}

function dayTargetAt(
  list: HTMLElement,
  find: ListFinder,
  uid: string,
  { y }: Pointer,
): DropTarget | undefined {
  const boxes = boxesIn(list);
  const under = boxes.findLast(({ box }) => box.top <= y) ?? boxes[0];
  const group = under && dropDay(find.lines(), new Set(find.uidsWith(uid)), under.index);
  if (!group) return undefined;
  const shown = boxes.filter(({ index }) => group.start <= index && index < group.end);
  const top = shown[0]?.box.top ?? 0;
  const height = (shown.at(-1)?.box.bottom ?? top) - top;
  const mark = { top: top - list.getBoundingClientRect().top, height };
  return { kind: 'day', day: group.day, mark };
}

/** The rows that are rendered, in order. */
const boxesIn = (list: HTMLElement) =>
  [...list.querySelectorAll<HTMLElement>(':scope > [data-index]')]
    .map((row) => ({ index: Number(row.dataset['index']), box: row.getBoundingClientRect() }))
    .toSorted((one, other) => one.index - other.index);
