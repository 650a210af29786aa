import { useState } from 'react';
import { AuthFailure, authClient } from '../lib/auth-client.ts';
import { Button } from '../ui/button.tsx';
import { useAccountCall } from './use-account-call.ts';

interface SignOutButtonProps {
  /** Waits for what is on its way to the server. */
  finish: () => Promise<void>;
  /** The session has ended. */
  onSignedOut: () => void;
  onFailed: (message: string) => void;
}

/** Ends the session on the server first: a person who reads "signed out" can rely on it. */
export function SignOutButton({ finish, onSignedOut, onFailed }: SignOutButtonProps) {
  const [isLeaving, setLeaving] = useState(false);
  const end = useAccountCall((_: undefined, options) => authClient.signOut({}, options));

  async function signOut() {
    if (isLeaving) return;
    setLeaving(true);
    await finish();
    try {
      await end(undefined);
      onSignedOut();
    } catch (error) {
      setLeaving(false);
      // Then it was another person's session, which goes on; the page says so.
      if (error instanceof AuthFailure && error.refusal.status === 401) return;
      onFailed('You are still signed in: Tydo could not be reached. Try again.');
    }
  }

  return (
    <Button kind="plain" onClick={() => void signOut()}>
      {isLeaving ? 'Signing out…' : 'Sign out'}
    </Button>
  );
}
