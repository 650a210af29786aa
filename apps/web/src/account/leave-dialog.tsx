import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

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
  const actions = (
    <>
      <Button kind="danger" onClick={onLeave}>
        {leaveLabel}
      </Button>
      <Button data-autofocus onClick={onStay}>
        {stayLabel}
      </Button>
    </>
  );
  return <Dialog isAlert title={title} text={text} onClose={onCancel} actions={actions} />;
}
