import { type KeyboardEvent, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { focusOnArrival } from '../ui/focus-on-arrival.ts';

interface ClearCompletedProps {
  count: number;
  clear: (count: number) => void;
}

/** Deletes all that is ticked off; it can't be undone, so it asks first, in place. */
export function ClearCompleted({ count, clear }: ClearCompletedProps) {
  const [step, setStep] = useState<'offered' | 'asking' | 'declined'>('offered');
  if (count === 0) return null;
  if (step === 'asking') {
    return (
      <Confirm
        count={count}
        decline={() => setStep('declined')}
        confirm={() => {
          setStep('offered');
          clear(count);
          document.querySelector('h1')?.focus();
        }}
      />
    );
  }
  return (
    <span className="-mr-3 ml-auto">
      <Button
        kind="plain"
        ref={step === 'declined' ? focusOnArrival : null}
        onClick={() => setStep('asking')}
      >
        <span>
          Clear<span className="max-sm:sr-only"> completed</span>
        </span>
      </Button>
    </span>
  );
}

interface ConfirmProps {
  count: number;
  confirm: () => void;
  decline: () => void;
}

function Confirm({ count, confirm, decline }: ConfirmProps) {
  const onKeyDown = (event: KeyboardEvent) => event.key === 'Escape' && decline();
  return (
    <fieldset
      aria-label="Clear completed"
      className="mt-1 flex w-full flex-wrap items-center gap-2 rounded-2xl bg-danger-wash py-1.5 pr-1.5 pl-4"
    >
      <p className="min-w-48 grow py-2 text-danger-text">
        Delete {count} completed {count === 1 ? 'task' : 'tasks'} for good?
      </p>
      <div className="ml-auto flex gap-2">
        <Button kind="quiet" ref={focusOnArrival} onClick={decline} onKeyDown={onKeyDown}>
          Keep
        </Button>
        <Button kind="danger" onClick={confirm} onKeyDown={onKeyDown}>
          Delete {count}
        </Button>
      </div>
    </fieldset>
  );
}
