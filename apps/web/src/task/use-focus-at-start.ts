import { type RefObject, useEffect } from 'react';

/** With a hardware keyboard the field gets the focus at once; on a phone the keyboard would cover the tasks. */
export function useFocusAtStart(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const hasKeyboard = matchMedia('(hover: hover) and (pointer: fine)').matches;
    if (hasKeyboard && document.activeElement === document.body) field.current?.focus();
  }, [field]);
}
