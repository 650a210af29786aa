import { useMemo } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { ToastRegion } from '../ui/toast-region.tsx';
import { createToasts } from '../ui/toasts.ts';
import { Row, Sample } from './sample.tsx';

export function Messages() {
  const toasts = useMemo(() => createToasts(), []);
  const undo = { label: 'Undo', run: () => undefined, keys: 'Control+Z' };
  return (
    <Sample name="Notice, Toast">
      <Notice action={<Button kind="plain">Send link</Button>}>Confirm your email.</Notice>
      <Notice tone="danger" action={<Button kind="quiet">Retry</Button>}>
        Tydo can’t be reached.
      </Notice>
      <Row>
        <Button
          kind="quiet"
          onClick={() => toasts.show({ message: 'Deleted “Milk”', action: undo })}
        >
          Toast
        </Button>
        <Button
          kind="quiet"
          onClick={() => toasts.show({ message: '“Milk” was not changed.', isError: true })}
        >
          Error
        </Button>
      </Row>
      <ToastRegion toasts={toasts} />
    </Sample>
  );
}
