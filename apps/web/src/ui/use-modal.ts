import { type MouseEvent, type SyntheticEvent, useLayoutEffect, useRef } from 'react';

/**
 * Opens a `<dialog>` over the page while it is rendered. The browser keeps the focus in it, and returns it
 * afterwards. What has `data-autofocus` gets it first, else the first control.
 *
 * @param onClose called when the person leaves it, with Escape or, where `isDismissable`, a click beside it.
 */
export function useModal(onClose: () => void, { isDismissable = false } = {}) {
  const ref = useRef<HTMLDialogElement>(null);
  // Before the element is removed: later the browser could not return the focus.
  useLayoutEffect(() => {
    const element = ref.current;
    element?.showModal();
    element?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => element?.close();
  }, []);
  return {
    ref,
    onCancel(event: SyntheticEvent) {
      if (event.target !== event.currentTarget) return;
      event.preventDefault();
      onClose();
    },
    // A second Escape closes it whatever `onCancel` does.
    onClose({ target, currentTarget }: SyntheticEvent<HTMLDialogElement>) {
      if (target === currentTarget && !currentTarget.open) onClose();
    },
    onClick({ target, currentTarget, clientX, clientY }: MouseEvent<HTMLDialogElement>) {
      if (!isDismissable || target !== currentTarget) return;
      const { left, right, top, bottom } = currentTarget.getBoundingClientRect();
      const isInside = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
      if (!isInside) onClose();
    },
  };
}
