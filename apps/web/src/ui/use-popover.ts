import { type KeyboardEvent, type ToggleEvent, useId, useRef, useState } from 'react';

/** What a control needs to open a popover: spread it on a `Button` or `IconButton`. */
export type TriggerProps = ReturnType<typeof usePopover>['triggerProps'];

/**
 * A popover of the browser at its trigger: a click outside and Escape close it, and the focus returns to the
 * trigger.
 *
 * @param first a selector of what gets the focus when it opens, where nothing has `data-autofocus`.
 */
export function usePopover(first: string) {
  const id = useId();
  const anchorName = `--popover${id}`;
  const popover = useRef<HTMLElement>(null);
  const [isOpen, setOpen] = useState(false);

  const triggerProps = {
    popoverTarget: id,
    'aria-expanded': isOpen,
    style: { anchorName },
    onKeyDown(event: KeyboardEvent<HTMLElement>) {
      if (event.key !== 'ArrowDown' || isOpen) return;
      event.preventDefault();
      popover.current?.showPopover();
    },
  };
  const popoverProps = {
    ref: (element: HTMLElement | null) => {
      popover.current = element;
    },
    id,
    popover: 'auto' as const,
    style: { positionAnchor: anchorName },
    // The content is rendered while it is open. Closed, it stays until the browser has returned the focus.
    onBeforeToggle: ({ newState }: ToggleEvent) => newState === 'open' && setOpen(true),
    onToggle({ newState, currentTarget }: ToggleEvent<HTMLElement>) {
      if (newState === 'closed') return setOpen(false);
      const find = (selector: string) => currentTarget.querySelector<HTMLElement>(selector);
      (find('[data-autofocus]') ?? find(first) ?? currentTarget).focus();
    },
  };
  return { isOpen, close: () => popover.current?.hidePopover(), triggerProps, popoverProps };
}

/**
 * Keys within a popover belong to it: shortcuts of the row or page around it must not hear them. Escape closes
 * the popover all the same: the browser does it.
 */
export const keepKeys = (event: KeyboardEvent): void => event.stopPropagation();
