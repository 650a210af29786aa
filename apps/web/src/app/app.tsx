import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { ForgotPasswordScreen } from '../account/forgot-password-screen.tsx';
import { ResetPasswordScreen } from '../account/reset-password-screen.tsx';
import { SignInScreen } from '../account/sign-in-screen.tsx';
import { SignUpScreen } from '../account/sign-up-screen.tsx';
import { SomebodyElseScreen } from '../account/somebody-else-screen.tsx';
import { type Person, usePresence } from '../account/use-person.ts';
import { VerifiedScreen } from '../account/verified-screen.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { isAnyDeskInUse } from './desks.ts';
import { fetchAhead, fetched } from './fetched-screen.ts';
import { Frame } from './frame.tsx';
import { ScreenBoundary } from './screen-boundary.tsx';

// All that only somebody with an account needs. It is fetched while the server is asked who is there.
const loadPersonalPage = () => import('./personal-page.tsx');
const PersonalPage = lazy(fetched(loadPersonalPage));

/** Who is there, and what is shown to them. */
export function App() {
  const { presence, owner, ...has } = usePresence();
  const [notice, setNotice] = useState<string>();
  const [isReturning, setReturning] = useState(false);
  const person = presence.state === 'signed-in' ? presence.person : undefined;
  // Both were about the time before: a person who is signed out elsewhere later must not meet them again.
  if (person && notice !== undefined) setNotice(undefined);
  if (person && isReturning) setReturning(false);
  useEffect(() => fetchAhead(loadPersonalPage), []);

  if (presence.state === 'unknown') return <Frame />;
  if (presence.state === 'unreachable') return <Unreachable retry={presence.retry} />;

  function leaveFor(why: string | undefined) {
    setNotice(why);
    has.leave();
  }

  function lookAgain() {
    setNotice('You were signed out. Sign in to go on where you were.');
    has.lookAgain();
  }

  function comeBack() {
    setNotice('Sign in to go on where you were.');
    setReturning(true);
  }

  return (
    <Screens person={person} leaveFor={leaveFor} lookAgain={lookAgain}>
      {presence.state === 'taken' && owner && !isReturning ? (
        <Frame>
          <SomebodyElseScreen
            owner={owner}
            other={presence.person}
            onReturn={comeBack}
            onContinue={() => has.enter(presence.person)}
          />
        </Frame>
      ) : (
        <Entrance notice={notice} email={owner?.email} onSignedIn={has.enter} />
      )}
    </Screens>
  );
}

interface ScreensProps {
  person: Person | undefined;
  leaveFor: (why: string | undefined) => void;
  lookAgain: () => void;
  /** What is shown to who is not signed in. */
  children: ReactNode;
}

function Screens({ person, leaveFor, lookAgain, children }: ScreensProps) {
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
          <ScreenBoundary Around={Frame} isBusy={isAnyDeskInUse}>
            <Suspense fallback={<Frame />}>
              {/* Another person gets another page: nothing of the one before is left in it. */}
              <PersonalPage
                key={person.id}
                person={person}
                onLeft={leaveFor}
                onUnauthorized={lookAgain}
              />
            </Suspense>
          </ScreenBoundary>
        ) : (
          children
        )}
      </Route>
    </Switch>
  );
}

interface EntranceProps {
  /** Why somebody who is not signed in is so, if they did not ask for it. */
  notice: string | undefined;
  email: string | undefined;
  onSignedIn: (person: Person) => void;
}

function Entrance({ notice, email, onSignedIn }: EntranceProps) {
  return (
    <Frame>
      <Switch>
        <Route path="/sign-up">
          <SignUpScreen onSignedIn={onSignedIn} />
        </Route>
        <Route path="/sign-in">
          <SignInScreen notice={notice} email={email} onSignedIn={onSignedIn} />
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
