import { type RefObject, useEffect } from 'react';
import { isTyping } from '../ui/is-typing.ts';

/** The keys `n` and `/` focus the field, except while the person is typing elsewhere. */
export function useAddShortcut(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'n' && event.key !== '/') return;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target)) return;
      event.preventDefault();
      field.current?.focus();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [field]);

  // With a hardware keyboard the field gets the focus at once; on a phone the keyboard would cover the tasks.
  useEffect(() => {
    const hasKeyboard = matchMedia('(hover: hover) and (pointer: fine)').matches;
    if (hasKeyboard && document.activeElement === document.body) field.current?.focus();
  }, [field]);
}
