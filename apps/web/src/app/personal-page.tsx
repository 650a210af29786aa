import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { SignOutButton } from '../account/sign-out-button.tsx';
import type { Person } from '../account/use-person.ts';
import { TRPCProvider } from '../lib/trpc.ts';
import { DeskProvider, isInUse, settled } from '../task/desk.ts';
import { TaskScreen } from '../task/task-screen.tsx';
import { ToastRegion } from '../ui/toast-region.tsx';
import { ToastsProvider } from '../ui/toasts.ts';
import { deskOf, forgetDesk } from './desks.ts';
import { Frame } from './frame.tsx';
import { createPersonalSpace, type PersonalSpace } from './personal-space.ts';

interface PersonalPageProps {
  person: Person;
  /** They left or were sent away; `why` is for those who did not ask for it. */
  onSignedOut: (why: string | undefined) => void;
}

// What is on its way is tried again for about as long (lib/patience.ts).
const farewellPatience = 20_000;

/** The page of one person, with a cache of its own. */
export default function PersonalPage({ person, onSignedOut }: PersonalPageProps) {
  const [desk] = useState(() => deskOf(person.id));
  const [space] = useState(() =>
    createPersonalSpace(() => onSignedOut('You were signed out. Sign in to go on where you were.')),
  );
  usePresenceIn(space);
  useUnloadGuard(() => isInUse(desk));

  const signOut = (
    <SignOutButton
      finish={() => settled(desk, farewellPatience)}
      onSignedOut={() => {
        forgetDesk(person.id);
        onSignedOut(undefined);
      }}
      onFailed={(message) => space.toasts.show({ message, isError: true })}
    />
  );
  return (
    <QueryClientProvider client={space.queryClient}>
      <TRPCProvider trpcClient={space.api} queryClient={space.queryClient}>
        <ToastsProvider value={space.toasts}>
          <DeskProvider value={desk}>
            <Frame aside={<Greeting name={person.name} action={signOut} />}>
              <TaskScreen />
              <ToastRegion toasts={space.toasts} />
            </Frame>
          </DeskProvider>
        </ToastsProvider>
      </TRPCProvider>
    </QueryClientProvider>
  );
}

function Greeting({ name, action }: { name: string; action: React.ReactNode }) {
  return (
    <div className="-mr-3 flex min-w-0 items-center gap-1">
      <span className="truncate text-soft">{name}</span>
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

/** Asks before the page is closed over something that would be lost with it. */
function useUnloadGuard(isBusy: () => boolean): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => isBusy() && event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  });
}
