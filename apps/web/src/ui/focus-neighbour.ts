/**
 * Moves the focus from an item of a list that is about to go to the one after it, else before it, else to
 * `fallback`.
 */
export function focusNeighbour(item: Element | null | undefined, fallback: HTMLElement | null) {
  const neighbour = item?.nextElementSibling ?? item?.previousElementSibling;
  const control = neighbour?.querySelector<HTMLElement>('a[href], button') ?? fallback;
  control?.focus();
}
