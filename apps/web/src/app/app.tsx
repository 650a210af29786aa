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

const mailedScreens = /^\/(?:forgot-password|reset-password|verified)\/?$/;

/** Which screen is shown to whom. */
export function App() {
  const { presence, leave } = usePresence();
  const [notice, setNotice] = useState<string>();
  // If this fails it is tried again when it is needed, and told then.
  useEffect(() => void loadPersonalPage().catch(() => undefined), []);

  if (presence.state === 'unknown') return <Frame />;
  if (presence.state === 'unreachable') return <Unreachable retry={presence.retry} />;

  function leaveFor(why: string | undefined) {
    setNotice(why);
    leave();
  }
  const person = presence.state === 'signed-in' ? presence.person : undefined;
  return (
    <Switch>
      <Route path={mailedScreens}>
        <MailedScreens person={person} leaveFor={leaveFor} />
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

interface MailedScreensProps {
  person: Person | undefined;
  leaveFor: (why: string) => void;
}

/** Where mails lead, and where they are asked for: whoever is signed in here. */
function MailedScreens({ person, leaveFor }: MailedScreensProps) {
  const [, navigate] = useLocation();

  function signInAnew() {
    leaveFor('Your password is changed. Sign in with it.');
    navigate('/sign-in', { replace: true });
  }

  return (
    <Frame>
      <Switch>
        <Route path="/forgot-password">
          <ForgotPasswordScreen email={person?.email} />
        </Route>
        <Route path="/reset-password">
          <ResetPasswordScreen onReset={signInAnew} />
        </Route>
        <Route path="/verified">
          <VerifiedScreen isSignedIn={person !== undefined} />
        </Route>
      </Switch>
    </Frame>
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
