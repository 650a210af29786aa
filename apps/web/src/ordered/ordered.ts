// What lists, labels and filters have in common on the page: a name, a colour, an order.
import type { ListColor } from '../ui/list-colors.ts';

export type OrderedNoun = 'list' | 'label' | 'filter';

/** What people write of a list, label or filter. */
export interface NameAndColor {
  name: string;
  color: ListColor | null;
}

export type OrderedRow = NameAndColor & { id: string };

/** Where a row goes among its siblings. */
export type Place = { before: string } | { after: string };

/** The place one up or down, of a row at `index`; undefined at the end. */
export function placeBeside(
  rows: readonly { id: string }[],
  index: number,
  direction: 'up' | 'down',
): Place | undefined {
  const neighbour = rows[direction === 'up' ? index - 1 : index + 1];
  if (!neighbour) return undefined;
  return direction === 'up' ? { before: neighbour.id } : { after: neighbour.id };
}

/** The address of its screen. */
export const hrefOf = (noun: OrderedNoun, id: string): string =>
  `/${noun}/${encodeURIComponent(id)}`;
