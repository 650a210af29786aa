import { type RefObject, useEffect } from 'react';

/** Once for the page: on the screens after the first one, keys belong to the list. */
let isStart = true;

/**
 * With a hardware keyboard the field of the first screen gets the focus, so that one can type at once; on a phone
 * its keyboard would cover the tasks.
 */
export function useFocusAtStart(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    if (!isStart) return;
    isStart = false;
    const hasKeyboard = matchMedia('(hover: hover) and (pointer: fine)').matches;
    // The title has it, as on every screen.
    const isFree = document.activeElement?.matches('body, h1') ?? true;
    if (hasKeyboard && isFree) field.current?.focus({ preventScroll: true });
  }, [field]);
}
