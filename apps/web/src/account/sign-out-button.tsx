import { useState } from 'react';
import { authClient } from '../lib/auth-client.ts';
import { Button } from '../ui/button.tsx';

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

  async function signOut() {
    if (isLeaving) return;
    setLeaving(true);
    await finish();
    const { error } = await authClient.signOut().catch(() => ({ error: true }));
    if (!error) return onSignedOut();
    setLeaving(false);
    onFailed('You are still signed in: Tydo could not be reached. Try again.');
  }

  return (
    <Button kind="plain" onClick={() => void signOut()}>
      {isLeaving ? 'Signing out…' : 'Sign out'}
    </Button>
  );
}
