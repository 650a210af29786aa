import { type FocusEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';

interface Spot {
  element: HTMLElement;
  row: number;
  control: string | undefined;
}

/**
 * When the focused row leaves the list, moves the focus to the row that took its place instead of the top
 * of the page. Spread `props` on the list. `focusedUid` names the row with the focus, which has to stay
 * rendered. @param count how many rows the list has.
 */
export function useKeptFocus(list: RefObject<HTMLUListElement | null>, count: number) {
  const spot = useRef<Spot>(undefined);
  const [focusedUid, setFocusedUid] = useState<string>();

  useLayoutEffect(() => {
    const last = spot.current;
    if (!last || last.element.isConnected) return;
    spot.current = undefined;
    if (document.activeElement !== document.body) return;
    const index = Math.min(last.row, count - 1);
    const row = list.current?.querySelector(`[data-index="${index}"]`);
    const same = last.control ? `[data-control=${last.control}]` : 'input';
    const inRow = (selector: string) => row?.querySelector<HTMLElement>(selector);
    // A row that is being edited has no such button, only its checkbox.
    const target = inRow(same) ?? inRow('input') ?? document.querySelector('h1');
    target?.focus();
  });

  const props = {
    onFocus({ target }: FocusEvent<HTMLUListElement, HTMLElement>) {
      const { index, uid } = target.closest<HTMLElement>('[data-index]')?.dataset ?? {};
      // From an edit form, the focus returns to the button that opened it.
      const control = target.closest('form') ? 'edit' : target.dataset['control'];
      spot.current = { element: target, row: Number(index), control };
      setFocusedUid(uid);
    },
    onBlur({ relatedTarget }: FocusEvent) {
      if (relatedTarget) spot.current = undefined;
      // Within the list the next row gets the focus: until then this one must not go.
      const isOutside = relatedTarget && !list.current?.contains(relatedTarget);
      if (isOutside) setFocusedUid(undefined);
    },
  };
  return { props, focusedUid };
}
