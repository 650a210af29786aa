import { useCallback, useEffect, useRef, useState } from 'react';
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
  | { state: 'signed-in'; person: Person }
  /** `person` was signed in past this tab, which is another person's. */
  | { state: 'taken'; person: Person };

const retryAfter = 3000;

/** Who is signed in, and whose tab this is: somebody else's session does not change that by itself. */
export function usePresence() {
  const { data, error, isPending, refetch } = authClient.useSession();
  const [isKnown, setKnown] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const [left, setLeft] = useState<string>();
  const [owner, setOwner] = useState<Person>();

  // Better Auth is "pending" again on each later look; a form being filled in must survive that.
  if (!isKnown && !isPending && error === null) setKnown(true);

  const person = data && data.session.token !== left ? data.user : undefined;
  const isOwner = owner === undefined || owner.id === person?.id;
  // The first to come, or the same person under another name.
  if (person && isOwner && person !== owner) setOwner(person);

  const retry = useCallback(() => void refetch(), [refetch]);
  useEffect(() => {
    if (error === null) return;
    const timer = setTimeout(retry, retryAfter);
    return () => clearTimeout(timer);
  }, [error, retry]);

  // Who calls `leave` may have got it in a session before: the latest is the one that ends.
  const token = useRef<string>(undefined);
  useEffect(() => {
    token.current = data?.session.token;
  });
  return {
    presence: readPresence(),
    /** Whose tab it is, also while they are signed out; undefined when they left on purpose. */
    owner,
    /** They left on purpose. Whatever was theirs is gone from the screen with the next frame. */
    leave() {
      setOwner(undefined);
      setLeft(token.current);
      retry();
    },
    /** Their session has ended, or is another person's: asks who is signed in now. */
    lookAgain() {
      setLeft(token.current);
      setAsking(true);
      void refetch().finally(() => setAsking(false));
    },
    /** This person was signed in here, or goes on here. */
    enter: setOwner,
  };

  function readPresence(): Presence {
    if (person) return { state: isOwner ? 'signed-in' : 'taken', person };
    if (isAsking) return { state: 'unknown' };
    if (isKnown || data) return { state: 'signed-out' };
    return error === null ? { state: 'unknown' } : { state: 'unreachable', retry };
  }
}
