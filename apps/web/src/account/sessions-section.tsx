import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { AuthFailure } from '../lib/auth-call.ts';
import { authClient } from '../lib/auth-client.ts';
import { isolate } from '../lib/isolate.ts';
import { sessionState } from '../lib/session.ts';
import { useStore } from '../lib/store.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useToasts } from '../ui/toasts.ts';
import { AccountSection } from './account-section.tsx';
import { readAuthError } from './auth-errors.ts';
import { deviceOf } from './device.ts';
import { SessionRow } from './session-row.tsx';
import { useAccountCall } from './use-account-call.ts';
import { type OpenSession, sessionsKey, useSessions } from './use-sessions.ts';

/** The list of the person's sessions, with buttons that end them. */
export function SessionsSection() {
  const heading = useRef<HTMLHeadingElement>(null);
  const { sessions, error } = useSessions();
  const own = useStore(sessionState, ({ session }) => session?.token);
  const end = useEndSessions(() => heading.current?.focus());
  const here = sessions?.filter(({ token }) => token === own) ?? [];
  const others = sessions?.filter(({ token }) => token !== own) ?? [];
  return (
    <AccountSection
      title="Where you are signed in"
      hint="Sign out of devices that you don’t recognize or no longer use."
      heading={heading}
    >
      {error && <Notice tone="danger">{explain(error)}</Notice>}
      {sessions ? (
        <ul aria-label="Sessions" className="-my-2 divide-y divide-line">
          {[...here, ...others].map((session) => (
            <SessionRow
              key={session.token}
              session={session}
              isOwn={session.token === own}
              end={() => void end.one(session)}
            />
          ))}
        </ul>
      ) : (
        <p className="h-14 text-sm text-muted">{!error && 'Loading…'}</p>
      )}
      {others.length > 0 && (
        <div>
          <Button kind="quiet" onClick={() => void end.others()}>
            Sign out on all other devices
          </Button>
        </div>
      )}
    </AccountSection>
  );
}

/** Both show a message and call `onEnded`, which moves the focus from the row that disappears. */
function useEndSessions(onEnded: () => void) {
  const toasts = useToasts();
  const queryClient = useQueryClient();
  const revoke = useAccountCall((token: string, options) =>
    authClient.revokeSession({ token }, options),
  );
  const revokeOthers = useAccountCall((_: undefined, options) =>
    authClient.revokeOtherSessions({}, options),
  );

  async function run(call: Promise<unknown>, message: string) {
    try {
      await call;
      await queryClient.invalidateQueries({ queryKey: sessionsKey });
      onEnded();
      toasts.show({ message });
    } catch (error) {
      toasts.show({ message: explain(error), isError: true });
    }
  }

  return {
    one: (session: OpenSession) =>
      run(revoke(session.token), `Signed out: ${isolate(deviceOf(session.userAgent))}`),
    others: () => run(revokeOthers(undefined), 'Signed out on all other devices.'),
  };
}

function explain(error: unknown): string {
  const refusal = error instanceof AuthFailure ? error.refusal : { status: 500 };
  return readAuthError(refusal, []).form ?? '';
}
