// Who is signed in, as the server says. Not Better Auth's `useSession`: its client is a tenth of the first
// load, and this is all that the first screen needs of it.
import { recordOf } from '@tydo/schemas/record';
import { signUpHeader } from '@tydo/schemas/wire';
import { createStore, type Store } from './store.ts';

export interface Session {
  token: string;
  person: { id: string; name: string; email: string; emailVerified: boolean };
}

export interface SessionState {
  /** The last answer; undefined before the first, null where nobody is signed in. */
  session: Session | null | undefined;
  /** Whether the last call failed. */
  hasFailed: boolean;
  /** Whether nobody can create an account on this server. */
  isSignUpClosed: boolean;
}

const channelName = 'tydo.session';
/** How long an answer is new enough when the tab is looked at again, in milliseconds. */
const freshMs = 5_000;

export const sessionState: Store<SessionState> = createStore<SessionState>({
  session: undefined,
  hasFailed: false,
  isSignUpClosed: false,
});

let latest = 0;
let askedAt = 0;
let channel: BroadcastChannel | undefined;

/** Asks the server. The answer of an earlier call does not count any more. */
export async function fetchSession(): Promise<void> {
  latest += 1;
  const call = latest;
  askedAt = Date.now();
  const answer = await readSession();
  if (call !== latest) return;
  sessionState.set((state) => {
    if (!answer) return { ...state, hasFailed: true };
    const { session, isSignUpClosed } = answer;
    const isSame = JSON.stringify(session) === JSON.stringify(state.session);
    return { session: isSame ? state.session : session, hasFailed: false, isSignUpClosed };
  });
}

interface Answer {
  session: Session | null;
  isSignUpClosed: boolean;
}

/** @returns undefined where there was no answer. */
async function readSession(): Promise<Answer | undefined> {
  try {
    const response = await fetch('/api/auth/get-session', { cache: 'no-store' });
    if (!response.ok && response.status !== 401) return undefined;
    return {
      session: response.ok ? sessionOf(await response.json()) : null,
      isSignUpClosed: response.headers.get(signUpHeader) === 'closed',
    };
  } catch {
    return undefined;
  }
}

function sessionOf(body: unknown): Session | null {
  const { session, user } = recordOf(body);
  const { token } = recordOf(session);
  const { id, name, email, emailVerified } = recordOf(user);
  if (typeof token !== 'string' || typeof id !== 'string') return null;
  return {
    token,
    person: {
      id,
      name: String(name),
      email: String(email),
      emailVerified: emailVerified === true,
    },
  };
}

/** Something was done that may have changed it, in this tab: the others ask as well. */
export function changeSession(): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has none.
  channel?.postMessage('changed');
  void fetchSession();
}

/** Asks at once, when the tab is looked at again, and when another tab has changed it. */
export function watchSession(): () => void {
  const listeners = new AbortController();
  const { signal } = listeners;
  channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(channelName) : undefined;
  channel?.addEventListener('message', () => void fetchSession(), { signal });
  const look = () => {
    const isFresh = Date.now() - askedAt < freshMs;
    if (document.visibilityState === 'visible' && navigator.onLine && !isFresh) void fetchSession();
  };
  document.addEventListener('visibilitychange', look, { signal });
  window.addEventListener('online', look, { signal });
  void fetchSession();
  return () => {
    listeners.abort();
    channel?.close();
    channel = undefined;
  };
}
