import { useEffect, useSyncExternalStore } from 'react';
import { AuthFailure, loadAuthClient, unwrap } from '../lib/auth-call.ts';
import { requestHeaders } from '../lib/request-headers.ts';
import { leavingPerson, rememberLeaving, watchLeaving } from '../sync/leaving.ts';

const retryIntervalMs = 3000;

/**
 * Ends the session of a person who has removed their tasks without a network, as soon as there is one.
 *
 * @param onEnded asks the server who is signed in now.
 * @returns their id until then.
 */
export function useLeaving(onEnded: () => Promise<unknown>): string | undefined {
  const leaving = useSyncExternalStore(watchLeaving, leavingPerson);
  useEffect(() => {
    if (leaving === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    async function end(personId: string): Promise<void> {
      clearTimeout(timer);
      // Another tab may have ended it.
      if (!navigator.onLine || leavingPerson() !== personId) return;
      try {
        const authClient = await loadAuthClient();
        await unwrap(authClient.signOut({}, { headers: requestHeaders(personId) }));
      } catch (error) {
        // With 401 there is no session, or it is another person's and continues.
        const hasEnded = error instanceof AuthFailure && error.refusal.status === 401;
        if (!hasEnded) {
          if (!isOver) timer = setTimeout(() => void end(personId), retryIntervalMs);
          return;
        }
      }
      // An answer from before may still be on its way: it must not show them again.
      await onEnded().catch(() => undefined);
      if (!isOver) rememberLeaving(undefined);
    }
    const onOnline = () => void end(leaving);
    onOnline();
    window.addEventListener('online', onOnline);
    return () => {
      isOver = true;
      clearTimeout(timer);
      window.removeEventListener('online', onOnline);
    };
  }, [leaving, onEnded]);
  return leaving;
}
