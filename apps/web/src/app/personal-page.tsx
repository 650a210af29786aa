import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Link, Redirect, Route, Switch } from 'wouter';
import { SignOutButton } from '../account/sign-out-button.tsx';
import type { Person } from '../account/use-person.ts';
import { VerifyReminder } from '../account/verify-reminder.tsx';
import { PersonHeadersProvider } from '../lib/person-headers.ts';
import { TRPCProvider } from '../lib/trpc.ts';
import { DeskProvider, settled } from '../task/desk.ts';
import { TaskScreen } from '../task/task-screen.tsx';
import { ToastRegion } from '../ui/toast-region.tsx';
import { ToastsProvider } from '../ui/toasts.ts';
import { deskOf, forgetDesk, isAnyDeskInUse } from './desks.ts';
import { fetchAhead, fetched } from './fetched-screen.ts';
import { Frame } from './frame.tsx';
import { createPersonalSpace, type PersonalSpace } from './personal-space.ts';
import { ScreenBoundary } from './screen-boundary.tsx';

const loadAccount = () => import('../account/account-screen.tsx');
const AccountScreen = lazy(fetched(loadAccount));
const fetchAccountAhead = () => fetchAhead(loadAccount);

interface PersonalPageProps {
  person: Person;
  /** They left on purpose; `why` is for who may not expect to be signed out. */
  onLeft: (why: string | undefined) => void;
  /** There is no session any more, or it is another person's. */
  onUnauthorized: () => void;
}

// What is on its way is tried again for about as long (lib/patience.ts).
const farewellPatience = 20_000;

/** The page of one person, with a cache of its own. */
export default function PersonalPage({ person, onLeft, onUnauthorized }: PersonalPageProps) {
  const [desk] = useState(() => deskOf(person.id));
  const [space] = useState(() => createPersonalSpace(person.id, onUnauthorized));
  usePresenceIn(space);

  function leave(why?: string) {
    forgetDesk(person.id);
    onLeft(why);
  }

  const signOut = (
    <SignOutButton
      finish={() => settled(desk, farewellPatience)}
      onSignedOut={leave}
      onFailed={(message) => space.toasts.show({ message, isError: true })}
    />
  );
  return (
    <QueryClientProvider client={space.queryClient}>
      <TRPCProvider trpcClient={space.api} queryClient={space.queryClient}>
        <PersonHeadersProvider value={space.headers}>
          <ToastsProvider value={space.toasts}>
            <DeskProvider value={desk}>
              <Frame aside={<Greeting name={person.name} action={signOut} />}>
                <PersonalScreens
                  person={person}
                  onDeleted={() => leave('Your account and everything in it is deleted.')}
                />
                <ToastRegion toasts={space.toasts} />
              </Frame>
            </DeskProvider>
          </ToastsProvider>
        </PersonHeadersProvider>
      </TRPCProvider>
    </QueryClientProvider>
  );
}

interface PersonalScreensProps {
  person: Person;
  onDeleted: () => void;
}

function PersonalScreens({ person, onDeleted }: PersonalScreensProps) {
  return (
    <Switch>
      <Route path="/">
        <TaskScreen notice={<VerifyReminder person={person} />} />
      </Route>
      <Route path="/account">
        <ScreenBoundary isBusy={isAnyDeskInUse}>
          <Suspense>
            <AccountScreen person={person} onDeleted={onDeleted} />
          </Suspense>
        </ScreenBoundary>
      </Route>
      <Route>
        <Redirect to="/" replace />
      </Route>
    </Switch>
  );
}

function Greeting({ name, action }: { name: string; action: React.ReactNode }) {
  return (
    <div className="-mr-3 flex min-w-0 items-center gap-1">
      <Link
        href="/account"
        title="Your account"
        // It is small: with the first sign of interest it is here in time.
        onPointerEnter={fetchAccountAhead}
        onFocus={fetchAccountAhead}
        className="flex min-h-11 min-w-0 items-center rounded-xl px-3 text-soft transition-colors hover:bg-wash hover:text-ink"
      >
        <bdi className="truncate">{name}</bdi>
      </Link>
      {action}
    </div>
  );
}

/** The space is open while its page is on the screen. */
function usePresenceIn(space: PersonalSpace): void {
  useEffect(() => {
    space.open();
    return () => space.close();
  }, [space]);
}
