import { useCallback, useEffect, useState } from 'react';
import { authClient } from '../lib/auth-client.ts';

export interface Person {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
}

/** Who sits before the page, as far as we know. */
export type Presence =
  | { state: 'unknown' }
  | { state: 'unreachable'; retry: () => void }
  | { state: 'signed-out' }
  | { state: 'signed-in'; person: Person };

const retryAfter = 3000;

/**
 * Who is signed in. `leave` ends it on this page at once, without waiting for the server to confirm
 * it: whatever was theirs is gone from the screen with the next frame.
 */
export function usePresence(): { presence: Presence; leave: () => void } {
  const { data, error, isPending, refetch } = authClient.useSession();
  const [isKnown, setKnown] = useState(false);
  const [left, setLeft] = useState<string>();

  // Better Auth is "pending" again on each later look; a form being filled in must survive that.
  if (!isKnown && !isPending && error === null) setKnown(true);

  const retry = useCallback(() => void refetch(), [refetch]);
  useEffect(() => {
    if (error === null) return;
    const timer = setTimeout(retry, retryAfter);
    return () => clearTimeout(timer);
  }, [error, retry]);

  const token = data?.session.token;
  const leave = useCallback(() => {
    setLeft(token);
    retry();
  }, [token, retry]);

  return { presence: readPresence(), leave };

  function readPresence(): Presence {
    if (data && data.session.token !== left) return { state: 'signed-in', person: data.user };
    if (isKnown || data) return { state: 'signed-out' };
    return error === null ? { state: 'unknown' } : { state: 'unreachable', retry };
  }
}
