import type { ReactNode } from 'react';
import { PickerList, type PickerListProps } from './picker-list.tsx';
import { useOpenPopover } from './use-open-popover.ts';
import { type TriggerProps, usePopover } from './use-popover.ts';

type PickerProps = PickerListProps & {
  /** Renders the control that opens it: `(props) => <Button {...props}>…</Button>`. */
  renderTrigger: (props: TriggerProps & { 'aria-haspopup': 'dialog' }) => ReactNode;
};

/** Chooses from many values, found by typing: a list to move to, labels. */
export function Picker({ renderTrigger, ...props }: PickerProps) {
  const { isOpen, close, triggerProps, popoverProps } = usePopover('input');
  return (
    <>
      {renderTrigger({ ...triggerProps, 'aria-haspopup': 'dialog' })}
      <dialog {...popoverProps} aria-label={props.label} tabIndex={-1} className="popover w-64">
        {isOpen && <PickerList {...props} close={close} />}
      </dialog>
    </>
  );
}

type OpenPickerProps = PickerListProps & {
  /** Where it stands: a row, the button of a menu. */
  anchor: HTMLElement;
  /** Takes it away: it is open while it is rendered. */
  onClose: () => void;
};

/** A `Picker` without a button of its own, for a shortcut or a command of a menu. */
export function OpenPicker({ anchor, onClose, ...props }: OpenPickerProps) {
  const popoverProps = useOpenPopover(anchor, 'input', onClose);
  return (
    <dialog {...popoverProps} aria-label={props.label} className="popover w-64">
      <PickerList {...props} close={onClose} />
    </dialog>
  );
}
