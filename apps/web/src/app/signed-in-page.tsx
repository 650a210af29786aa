import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { Link, Redirect, Route, Switch } from 'wouter';
import { SignOutButton } from '../account/sign-out-button.tsx';
import type { Person } from '../account/use-auth.ts';
import { VerifyReminder } from '../account/verify-reminder.tsx';
import { RequestHeadersProvider } from '../lib/request-headers.ts';
import { TRPCProvider } from '../lib/trpc.ts';
import { LocalStateProvider, waitForPending } from '../task/local-state.ts';
import { TaskScreen } from '../task/task-screen.tsx';
import { ToastRegion } from '../ui/toast-region.tsx';
import { ToastsProvider } from '../ui/toasts.ts';
import { Layout } from './layout.tsx';
import { preload, screenLoader } from './lazy-screen.ts';
import { forgetLocalState, hasAnyUnsavedWork, localStateOf } from './local-states.ts';
import { NotFoundScreen } from './not-found-screen.tsx';
import { signedOutPaths } from './paths.ts';
import { createPersonServices, type PersonServices } from './person-services.ts';
import { ScreenBoundary } from './screen-boundary.tsx';

const loadAccount = () => import('../account/account-screen.tsx');
const AccountScreen = lazy(screenLoader(loadAccount));
const preloadAccount = () => preload(loadAccount);

interface SignedInPageProps {
  person: Person;
  /** The person has signed out or deleted the account; `notice` is shown on the sign-in screen. */
  onSignedOut: (notice: string | undefined) => void;
  /** The session has ended or belongs to another person. */
  onUnauthorized: () => void;
}

// A little longer than failed changes are retried (lib/retry.ts).
const signOutTimeoutMs = 20_000;

/** The page of one signed-in person, with its own client and cache. */
export default function SignedInPage({ person, onSignedOut, onUnauthorized }: SignedInPageProps) {
  const [localState] = useState(() => localStateOf(person.id));
  const [services] = useState(() => createPersonServices(person.id, onUnauthorized));
  useOpenServices(services);

  function leave(notice?: string) {
    forgetLocalState(person.id);
    onSignedOut(notice);
  }

  const signOut = (
    <SignOutButton
      finish={() => waitForPending(localState, signOutTimeoutMs)}
      onSignedOut={leave}
      onFailed={(message) => services.toasts.show({ message, isError: true })}
    />
  );
  return (
    <QueryClientProvider client={services.queryClient}>
      <TRPCProvider trpcClient={services.api} queryClient={services.queryClient}>
        <RequestHeadersProvider value={services.headers}>
          <ToastsProvider value={services.toasts}>
            <LocalStateProvider value={localState}>
              <Layout aside={<AccountLink name={person.name} action={signOut} />}>
                <SignedInRoutes
                  person={person}
                  onDeleted={() => leave('Your account has been deleted.')}
                />
                <ToastRegion toasts={services.toasts} />
              </Layout>
            </LocalStateProvider>
          </ToastsProvider>
        </RequestHeadersProvider>
      </TRPCProvider>
    </QueryClientProvider>
  );
}

interface SignedInRoutesProps {
  person: Person;
  onDeleted: () => void;
}

function SignedInRoutes({ person, onDeleted }: SignedInRoutesProps) {
  return (
    <Switch>
      <Route path="/">
        <TaskScreen notice={<VerifyReminder person={person} />} />
      </Route>
      <Route path="/account">
        <ScreenBoundary isBusy={hasAnyUnsavedWork}>
          <Suspense>
            <AccountScreen person={person} onDeleted={onDeleted} />
          </Suspense>
        </ScreenBoundary>
      </Route>
      <Route path={signedOutPaths}>
        <Redirect to="/" replace />
      </Route>
      <Route>
        <NotFoundScreen />
      </Route>
    </Switch>
  );
}

function AccountLink({ name, action }: { name: string; action: ReactNode }) {
  return (
    <div className="-mr-3 flex min-w-0 items-center gap-1">
      <Link
        href="/account"
        title="Your account"
        // The code is small: loading it on hover or focus is early enough.
        onPointerEnter={preloadAccount}
        onFocus={preloadAccount}
        className="flex min-h-11 min-w-0 items-center rounded-xl px-3 text-soft transition-colors hover:bg-wash hover:text-ink"
      >
        <bdi className="truncate">{name}</bdi>
      </Link>
      {action}
    </div>
  );
}

/** Keeps `services` open while the page is mounted. */
function useOpenServices(services: PersonServices): void {
  useEffect(() => {
    services.open();
    return () => services.close();
  }, [services]);
}
