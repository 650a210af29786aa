import type { ReactNode } from 'react';
import { keepKeys, type TriggerProps, usePopover } from './use-popover.ts';

interface PopoverProps {
  /** Its name for screen readers. */
  label: string;
  /** Renders the control that opens it: `(props) => <Button {...props}>…</Button>`. */
  renderTrigger: (props: TriggerProps) => ReactNode;
  /** Its content, rendered while it is open; `close` closes it. The first field or button gets the focus. */
  children: (close: () => void) => ReactNode;
}

/** A small, non-modal dialog at its trigger. For a list of commands, see `Menu`; of values, `Picker`. */
export function Popover({ label, renderTrigger, children }: PopoverProps) {
  const { isOpen, close, triggerProps, popoverProps } = usePopover(
    ':is(input, select, textarea, button):enabled, a[href]',
  );
  return (
    <>
      {renderTrigger(triggerProps)}
      <dialog
        {...popoverProps}
        aria-label={label}
        tabIndex={-1}
        onKeyDown={keepKeys}
        className="popover p-3"
      >
        {isOpen && children(close)}
      </dialog>
    </>
  );
}
