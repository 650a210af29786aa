import { type ReactNode, useState } from 'react';
import { AuthFailure, loadAuthClient } from '../lib/auth-call.ts';
import { countOf } from '../lib/count-of.ts';
import { useSync, useSyncStatus } from '../sync/use-sync.ts';
import { LeaveDialog } from './leave-dialog.tsx';
import { useAccountCall } from './use-account-call.ts';

interface SignOutOptions {
  /** How many refused changes would be lost. */
  countRefused: () => number;
  /** Called when the session has ended: what is kept on this device goes. */
  onSignedOut: () => void;
  /** Called when what is kept on this device is to go, while the session cannot be ended. */
  onRemove: () => void;
}

/** How long signing out waits for changes that are being saved, in milliseconds. */
const maxWaitMs = 20_000;

type Step = 'idle' | 'saving' | 'asking' | 'ending' | 'unreachable';

interface SignOut {
  start: () => void;
  /** What it does now, while it works. */
  progress: string | undefined;
  /** What it asks; render it. */
  question: ReactNode;
}

/** Ends the session when all changes are saved, or the person has said that they may be lost. */
export function useSignOut({ countRefused, onSignedOut, onRemove }: SignOutOptions): SignOut {
  const { replica } = useSync();
  const waiting = useSyncStatus((status) => status.waiting);
  const refused = useSyncStatus(countRefused);
  const [step, setStep] = useState<Step>('idle');
  const end = useAccountCall(async (_: undefined, options) =>
    (await loadAuthClient()).signOut({}, options),
  );
  const unsaved = waiting + refused;

  async function signOut() {
    if (step !== 'idle' && step !== 'asking') return;
    setStep('saving');
    replica.wake();
    const hasSettled = navigator.onLine && (await isSettled(replica.settled(), maxWaitMs));
    const { waiting: left } = replica.status.get();
    if (!navigator.onLine) return setStep('unreachable');
    if (!hasSettled || left + countRefused() > 0) return setStep('asking');
    await endSession();
  }

  async function endSession() {
    setStep('ending');
    try {
      await end(undefined);
      onSignedOut();
    } catch (error) {
      // The session is another person's and continues; the page shows that by itself.
      const isOther = error instanceof AuthFailure && error.refusal.status === 401;
      setStep(isOther ? 'idle' : 'unreachable');
    }
  }

  return { start: () => void signOut(), progress: progress(), question: question() };

  function progress(): string | undefined {
    if (step === 'idle') return undefined;
    return step === 'saving' && waiting > 0 ? `Saving ${waiting}…` : 'Signing out…';
  }

  function question(): ReactNode {
    if (step === 'asking') {
      return (
        <LeaveDialog
          title={`${changes(unsaved)} not saved yet`}
          text="If you sign out now, what is not saved is lost."
          leaveLabel="Sign out and lose them"
          onLeave={() => void endSession()}
          stayLabel={waiting > 0 ? 'Wait' : 'Stay signed in'}
          onStay={() => (waiting > 0 ? void signOut() : setStep('idle'))}
          onCancel={() => setStep('idle')}
        />
      );
    }
    if (step !== 'unreachable') return null;
    return (
      <LeaveDialog
        title="You are still signed in"
        text={`Tydo can’t be reached, so you can’t sign out now. You can remove your tasks from this device. ${
          unsaved > 0
            ? `That also removes ${countOf(unsaved, 'change')} not saved yet, which would be lost.`
            : 'They stay in your account.'
        }`}
        leaveLabel="Remove from this device"
        onLeave={onRemove}
        stayLabel="Stay signed in"
        onStay={() => setStep('idle')}
      />
    );
  }
}

const changes = (count: number): string => (count === 1 ? '1 change is' : `${count} changes are`);

function isSettled(settled: Promise<void>, timeoutMs: number): Promise<boolean> {
  const timeout = new Promise<false>((resolve) => {
    setTimeout(() => resolve(false), timeoutMs);
  });
  return Promise.race([settled.then(() => true), timeout]);
}
