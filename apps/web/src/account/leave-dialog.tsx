import { useEffect, useId, useRef } from 'react';
import { Button } from '../ui/button.tsx';

interface LeaveDialogProps {
  title: string;
  text: string;
  /** The way that loses something. */
  leaveLabel: string;
  onLeave: () => void;
  stayLabel: string;
  onStay: () => void;
  /** Escape, where that is not the same as `onStay`. */
  onCancel?: () => void;
}

/** Asks before something is lost. The harmless way has the focus. */
export function LeaveDialog(props: LeaveDialogProps) {
  const { title, text, leaveLabel, onLeave, stayLabel, onStay, onCancel = onStay } = props;
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
      className="dialog"
    >
      <h2 id={`${id}-title`}>{title}</h2>
      <p id={`${id}-text`} className="text-soft">
        {text}
      </p>
      <div className="mt-2 flex flex-wrap justify-end gap-2">
        <Button kind="danger" onClick={onLeave}>
          {leaveLabel}
        </Button>
        <Button autoFocus onClick={onStay}>
          {stayLabel}
        </Button>
      </div>
    </dialog>
  );
}
