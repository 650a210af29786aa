import { useState } from 'react';
import { AuthFailure, authClient } from '../lib/auth-client.ts';
import { Button } from '../ui/button.tsx';
import { useAccountCall } from './use-account-call.ts';

interface SignOutButtonProps {
  /** Waits until pending changes have reached the server. */
  finish: () => Promise<void>;
  /** Called when the session has ended. */
  onSignedOut: () => void;
  onFailed: (message: string) => void;
}

/** Ends the session on the server before the page says "signed out". */
export function SignOutButton({ finish, onSignedOut, onFailed }: SignOutButtonProps) {
  const [isSigningOut, setSigningOut] = useState(false);
  const end = useAccountCall((_: undefined, options) => authClient.signOut({}, options));

  async function signOut() {
    if (isSigningOut) return;
    setSigningOut(true);
    await finish();
    try {
      await end(undefined);
      onSignedOut();
    } catch (error) {
      setSigningOut(false);
      // The session is another person's and continues; the page shows that by itself.
      if (error instanceof AuthFailure && error.refusal.status === 401) return;
      onFailed('You are still signed in, because Tydo could not be reached. Try again.');
    }
  }

  return (
    <Button kind="plain" onClick={() => void signOut()}>
      {isSigningOut ? 'Signing out…' : 'Sign out'}
    </Button>
  );
}
