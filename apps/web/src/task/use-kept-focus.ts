import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from 'react';

interface Spot {
  element: HTMLElement;
  row: number;
  control: string | undefined;
}

/**
 * When the focused row leaves the list, moves the focus to the row that took its place instead of the top
 * of the page. Spread the result on the list.
 */
export function useKeptFocus(list: RefObject<HTMLUListElement | null>) {
  const spot = useRef<Spot>(undefined);

  useLayoutEffect(() => {
    const last = spot.current;
    if (!last || last.element.isConnected) return;
    spot.current = undefined;
    if (document.activeElement !== document.body) return;
    const rows = list.current?.children ?? [];
    const row = rows[Math.min(last.row, rows.length - 1)];
    const same = last.control ? `[data-control=${last.control}]` : 'input';
    const inRow = (selector: string) => row?.querySelector<HTMLElement>(selector);
    // A row that is being edited has no such button, only its checkbox.
    const target = inRow(same) ?? inRow('input') ?? document.querySelector('h1');
    target?.focus();
  });

  return {
    onFocus({ target }: FocusEvent<HTMLUListElement, HTMLElement>) {
      const rows = [...(list.current?.children ?? [])];
      const row = rows.findIndex((each) => each.contains(target));
      // From an edit form, the focus returns to the button that opened it.
      const control = target.closest('form') ? 'edit' : target.dataset['control'];
      spot.current = { element: target, row, control };
    },
    onBlur({ relatedTarget }: FocusEvent) {
      if (relatedTarget) spot.current = undefined;
    },
  };
}
