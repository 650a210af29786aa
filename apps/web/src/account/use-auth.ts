import { useEffect, useRef, useState } from 'react';
import { fetchSession, sessionState, watchSession } from '../lib/session.ts';
import { useStore } from '../lib/store.ts';
import { rememberLeaving } from '../sync/leaving.ts';
import { lastPerson, type Person, rememberEnd, rememberPerson } from '../sync/people.ts';
import { useLeaving } from './use-leaving.ts';

/** Who is signed in, as far as the page knows. */
export type AuthState =
  | { status: 'unknown' }
  | { status: 'unreachable'; retry: () => void }
  | { status: 'signed-out' }
  | { status: 'signed-in'; person: Person }
  /** `person` was signed in by another tab; this tab belongs to another person. */
  | { status: 'other-account'; person: Person };

const retryIntervalMs = 3000;
/** A session that is refused again so soon counts as ended, whatever the server says of it. */
const minCheckIntervalMs = 10_000;

const retry = (): void => void fetchSession();

/** Who is signed in, and whose tab this is: the session of another person does not change the latter. */
export function useAuth() {
  const state = useStore(sessionState, (all) => all);
  const { session, hasFailed } = state;
  const isKnown = session !== undefined;
  const [isChecking, setChecking] = useState(false);
  const [endedToken, setEndedToken] = useState<string>();
  const [owner, setOwner] = useState<Person>();
  // Their tasks are on this device: they are shown while the server is asked, and without a network.
  const [remembered, setRemembered] = useState(lastPerson);

  const leaving = useLeaving(fetchSession);
  // Nothing of theirs is shown from now on, also when the session has ended.
  if (leaving !== undefined) {
    if (owner?.id === leaving) setOwner(undefined);
    if (remembered?.id === leaving) setRemembered(undefined);
    if (session?.person.id === leaving && session.token !== endedToken) {
      setEndedToken(session.token);
    }
  }

  const person = session && session.token !== endedToken ? session.person : undefined;
  const isOwner = owner === undefined || owner.id === person?.id;
  // The first person to sign in, or the same person after a change of name.
  if (person && isOwner && person !== owner) setOwner(person);

  useEffect(watchSession, []);
  useEffect(() => {
    // Each failure is another state.
    if (!state.hasFailed) return;
    const timer = setTimeout(retry, retryIntervalMs);
    return () => clearTimeout(timer);
  }, [state]);

  const lastOwner = owner ?? remembered;
  const isSignedOut = isKnown && !isChecking && !person;
  useEffect(() => {
    if (person && isOwner) rememberPerson(person);
    // Nothing of theirs is shown before they have signed in again, not even to another person.
    else if (lastOwner && (person || isSignedOut)) rememberEnd(lastOwner.id);
  }, [person, isOwner, lastOwner, isSignedOut]);

  const lastCheck = useRef(0);
  // A caller may hold `setSignedOut` of an earlier render: the session that ends is the latest one.
  const token = useRef<string>(undefined);
  useEffect(() => {
    token.current = session?.token;
  });
  async function check(): Promise<void> {
    const refused = token.current;
    setEndedToken(refused);
    const isAgain = Date.now() - lastCheck.current < minCheckIntervalMs;
    lastCheck.current = Date.now();
    await fetchSession();
    // The call may have been of the session before, which a new password has replaced.
    const found = sessionState.get();
    const isThere = !found.hasFailed && found.session?.token === refused;
    if (isThere && !isAgain) setEndedToken(undefined);
  }

  return {
    auth: authState(),
    /** The person whose tab this is, also while their session has ended; undefined after a sign-out. */
    owner: lastOwner,
    /** The person has signed out. Their page disappears with the next render. */
    setSignedOut: () => {
      setOwner(undefined);
      setRemembered(undefined);
      setEndedToken(token.current);
      retry();
    },
    /** The session has ended or belongs to another person: asks the server who is signed in now. */
    recheck: () => {
      setChecking(true);
      void check().finally(() => setChecking(false));
    },
    /** The person has signed in here, or continues here. */
    setSignedIn: (signedIn: Person) => {
      if (signedIn.id === leaving) rememberLeaving(undefined);
      setOwner(signedIn);
    },
  };

  function authState(): AuthState {
    if (person) return { status: isOwner ? 'signed-in' : 'other-account', person };
    if (isChecking) return { status: 'unknown' };
    if (!owner && remembered && !isKnown) return { status: 'signed-in', person: remembered };
    if (isKnown || session || leaving !== undefined) return { status: 'signed-out' };
    return hasFailed ? { status: 'unreachable', retry } : { status: 'unknown' };
  }
}
