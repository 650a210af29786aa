import { type Drop, dropAt } from './arrange.ts';
import type { DropMark } from './list-controls.ts';
import type { ListFinder } from './list-env.ts';

/** Where what is dragged would go. */
export type DropTarget =
  | { kind: 'move'; move: Drop; mark: DropMark }
  /** A list of the sidebar; null is the Inbox. */
  | { kind: 'list'; id: string | null; element: HTMLElement }
  | { kind: 'label'; id: string; element: HTMLElement };

/** A list or label of the sidebar under the pointer: the address of its link names it. */
export function sidebarTargetAt(x: number, y: number): DropTarget | undefined {
  for (const under of document.elementsFromPoint(x, y)) {
    const element = under.closest<HTMLElement>('nav a');
    const path = element?.getAttribute('href');
    const [, noun, id] = /^\/(?:(list|label)\/([^?]+))?$/.exec(path ?? '') ?? [];
    if (!element || path == null) continue;
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

/** The place between two rows that the pointer is nearest to. */
export function gapTargetAt(
  list: HTMLElement,
  find: ListFinder,
  uid: string,
  { y, levels }: Pointer,
): DropTarget | undefined {
  const arrangement = find.arrangement();
  const own = find.line(uid);
  const rows = [...list.querySelectorAll<HTMLElement>(':scope > [data-index]')];
  if (!arrangement || !own || rows.length === 0) return undefined;
  const boxes = rows
    .map((row) => ({ index: Number(row.dataset['index']), box: row.getBoundingClientRect() }))
    .toSorted((one, other) => one.index - other.index);
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
