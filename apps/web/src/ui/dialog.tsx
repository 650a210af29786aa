import { type ReactNode, useId } from 'react';
import { useModal } from './use-modal.ts';

interface DialogProps {
  title: string;
  /** Below the title. An alert is read out with it. */
  text?: string;
  /** For content in two columns. */
  isWide?: boolean;
  /** For a question that must be answered before anything else: a click beside it does not close it. */
  isAlert?: boolean;
  /** Escape, and a click beside it. */
  onClose: () => void;
  /** Buttons at its end; the one with `data-autofocus` gets the focus. */
  actions?: ReactNode;
  children?: ReactNode;
}

/** A modal dialog, open while it is rendered. */
export function Dialog(props: DialogProps) {
  const { title, text, isWide = false, isAlert = false, onClose, actions, children } = props;
  const id = useId();
  const modal = useModal(onClose, { isDismissable: !isAlert });
  return (
    <dialog
      {...modal}
      role={isAlert ? 'alertdialog' : undefined}
      aria-labelledby={`${id}-title`}
      aria-describedby={text === undefined ? undefined : `${id}-text`}
      className={isWide ? 'dialog dialog-wide' : 'dialog'}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      {text !== undefined && (
        <p id={`${id}-text`} className="text-muted">
          {text}
        </p>
      )}
      {children}
      {actions && <div className="mt-2 flex flex-wrap justify-end gap-2">{actions}</div>}
    </dialog>
  );
}
