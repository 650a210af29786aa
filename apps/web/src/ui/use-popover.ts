import {
  type KeyboardEvent,
  type ToggleEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

/** What a control needs to open a popover: spread it on a `Button` or `IconButton`. */
export type TriggerProps = ReturnType<typeof usePopover>['triggerProps'];

/** A popover without a trigger of its own: open while it is rendered. */
export interface PopoverAt {
  /** Where it stands: a button of a row, the place of a click. */
  anchor: HTMLElement;
  onClosed: () => void;
}

/**
 * A popover of the browser at its trigger: a click outside and Escape close it, and the focus returns to the
 * trigger.
 *
 * @param first a selector of what gets the focus when it opens, where nothing has `data-autofocus`.
 * @param at opens it at once, at an element that is not its trigger.
 */
export function usePopover(first: string, at?: PopoverAt) {
  const id = useId();
  const anchorName = `--popover${id}`;
  const popover = useRef<HTMLElement>(null);
  const [isOpen, setOpen] = useState(false);
  const anchor = at?.anchor;
  useLayoutEffect(() => {
    if (!anchor) return;
    const { style } = anchor;
    style.setProperty('anchor-name', anchorName);
    popover.current?.showPopover();
    return () => {
      style.removeProperty('anchor-name');
    };
  }, [anchor, anchorName]);

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
      if (newState === 'closed') {
        setOpen(false);
        at?.onClosed();
        return;
      }
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
