import { lazy, Suspense, useEffect, useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { ForgotPasswordScreen } from '../account/forgot-password-screen.tsx';
import { ResetPasswordScreen } from '../account/reset-password-screen.tsx';
import { SignInScreen } from '../account/sign-in-screen.tsx';
import { SignUpScreen } from '../account/sign-up-screen.tsx';
import { type Person, usePresence } from '../account/use-person.ts';
import { VerifiedScreen } from '../account/verified-screen.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Frame } from './frame.tsx';

// All that only somebody with an account needs. It is fetched while the server is asked who is there.
const loadPersonalPage = () => import('./personal-page.tsx');
const PersonalPage = lazy(loadPersonalPage);

/** Who is there, and what is shown to them. */
export function App() {
  const { presence, leave } = usePresence();
  const [notice, setNotice] = useState<string>();
  const person = presence.state === 'signed-in' ? presence.person : undefined;
  // It was about the time before: whoever is signed out elsewhere later must not read it again.
  if (person && notice !== undefined) setNotice(undefined);
  // If this fails it is tried again when it is needed, and told then.
  useEffect(() => void loadPersonalPage().catch(() => undefined), []);

  if (presence.state === 'unknown') return <Frame />;
  if (presence.state === 'unreachable') return <Unreachable retry={presence.retry} />;

  function leaveFor(why: string | undefined) {
    setNotice(why);
    leave();
  }

  return <Screens person={person} notice={notice} leaveFor={leaveFor} />;
}

interface ScreensProps {
  person: Person | undefined;
  /** Why somebody who is not signed in is so, if they did not ask for it. */
  notice: string | undefined;
  leaveFor: (why: string | undefined) => void;
}

function Screens({ person, notice, leaveFor }: ScreensProps) {
  const [, navigate] = useLocation();

  function signInAnew() {
    leaveFor('Your password is changed. Sign in with it.');
    navigate('/sign-in', { replace: true });
  }

  return (
    <Switch>
      {/* Where mails lead, and where they are asked for: whoever is signed in here. */}
      <Route path="/forgot-password">
        <Frame>
          <ForgotPasswordScreen email={person?.email} />
        </Frame>
      </Route>
      <Route path="/reset-password">
        <Frame>
          <ResetPasswordScreen onReset={signInAnew} />
        </Frame>
      </Route>
      <Route path="/verified">
        <Frame>
          <VerifiedScreen isSignedIn={person !== undefined} />
        </Frame>
      </Route>
      <Route>
        {person ? (
          <Suspense fallback={<Frame />}>
            {/* Another person gets another page: nothing of the one before is left in it. */}
            <PersonalPage key={person.id} person={person} onSignedOut={leaveFor} />
          </Suspense>
        ) : (
          <Entrance notice={notice} />
        )}
      </Route>
    </Switch>
  );
}

function Entrance({ notice }: { notice: string | undefined }) {
  return (
    <Frame>
      <Switch>
        <Route path="/sign-up">
          <SignUpScreen />
        </Route>
        <Route path="/sign-in">
          <SignInScreen notice={notice} />
        </Route>
        <Route>
          <Redirect to="/sign-in" replace />
        </Route>
      </Switch>
    </Frame>
  );
}

function Unreachable({ retry }: { retry: () => void }) {
  const button = (
    <Button kind="quiet" onClick={retry}>
      Retry
    </Button>
  );
  return (
    <Frame>
      <main className="column grid gap-4 pt-6 sm:pt-10">
        <h1>One moment</h1>
        <Notice tone="danger" action={button}>
          Tydo can’t reach its database right now. Nothing was lost; trying again…
        </Notice>
      </main>
    </Frame>
  );
}
