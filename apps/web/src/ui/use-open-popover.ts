import { useId, useLayoutEffect, useRef } from 'react';
import { addAnchorName } from './add-anchor-name.ts';

/**
 * A popover that is open while it is rendered, at an element that is not its button: a row, for a shortcut or
 * a command of its menu. The focus returns to where it was.
 *
 * @param first a selector of what gets the focus.
 * @param onClose called after Escape or a click outside.
 */
export function useOpenPopover<Popover extends HTMLElement = HTMLDialogElement>(
  anchor: HTMLElement,
  first: string,
  onClose: () => void,
) {
  const name = `--open${useId()}`;
  const ref = useRef<Popover>(null);
  useLayoutEffect(() => {
    const popover = ref.current;
    const release = addAnchorName(anchor, name);
    popover?.showPopover();
    popover?.querySelector<HTMLElement>(first)?.focus();
    return () => {
      popover?.hidePopover();
      release();
    };
  }, [anchor, name, first]);
  return {
    ref,
    popover: 'auto' as const,
    style: { positionAnchor: name },
    onToggle: ({ newState }: { newState: string }) => newState === 'closed' && onClose(),
  };
}
