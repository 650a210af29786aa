import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { ForgotPasswordScreen } from '../account/forgot-password-screen.tsx';
import { OtherAccountScreen } from '../account/other-account-screen.tsx';
import { ResetPasswordScreen } from '../account/reset-password-screen.tsx';
import { SignInScreen } from '../account/sign-in-screen.tsx';
import { SignUpScreen } from '../account/sign-up-screen.tsx';
import { useAuth } from '../account/use-auth.ts';
import { VerifiedScreen } from '../account/verified-screen.tsx';
import type { Person } from '../sync/people.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Layout } from './layout.tsx';
import { preload, screenLoader } from './lazy-screen.ts';
import { NotFoundScreen } from './not-found-screen.tsx';
import { signedInPaths } from './paths.ts';
import { ScreenBoundary } from './screen-boundary.tsx';
import { hasAnyDrafts } from './unsaved-work.ts';

// All code for signed-in people. It loads while the page asks the server who is signed in.
const loadSignedInPage = () => import('./signed-in-page.tsx');
const SignedInPage = lazy(screenLoader(loadSignedInPage));

/** The whole page: the routes for the person who is signed in, or for signing in. */
export function App() {
  const { auth, owner, setSignedOut, setSignedIn, recheck } = useAuth();
  const [notice, setNotice] = useState<string>();
  const [isReturning, setReturning] = useState(false);
  const person = auth.status === 'signed-in' ? auth.person : undefined;
  // Both concern the sign-in that has just succeeded: a later sign-in screen must not show them again.
  if (person && notice !== undefined) setNotice(undefined);
  if (person && isReturning) setReturning(false);
  useEffect(() => preload(loadSignedInPage), []);

  if (auth.status === 'unknown') return <Layout />;
  if (auth.status === 'unreachable') return <Unreachable retry={auth.retry} />;

  function onSignedOut(why: string | undefined) {
    setNotice(why);
    setSignedOut();
  }

  function onUnauthorized() {
    setNotice('You were signed out. Sign in to continue where you left off.');
    recheck();
  }

  function returnToOwner() {
    setNotice('Sign in to continue where you left off.');
    setReturning(true);
  }

  return (
    <Routes person={person} onSignedOut={onSignedOut} onUnauthorized={onUnauthorized}>
      {auth.status === 'other-account' && owner && !isReturning ? (
        <Layout>
          <OtherAccountScreen
            owner={owner}
            other={auth.person}
            onReturn={returnToOwner}
            onContinue={() => setSignedIn(auth.person)}
          />
        </Layout>
      ) : (
        <SignedOutRoutes notice={notice} email={owner?.email} onSignedIn={setSignedIn} />
      )}
    </Routes>
  );
}

interface RoutesProps {
  person: Person | undefined;
  onSignedOut: (notice: string | undefined) => void;
  onUnauthorized: () => void;
  /** Shown to a person who is not signed in. */
  children: ReactNode;
}

function Routes({ person, onSignedOut, onUnauthorized, children }: RoutesProps) {
  const [, navigate] = useLocation();

  function onReset() {
    onSignedOut('Your password has been changed. Sign in with the new one.');
    navigate('/sign-in', { replace: true });
  }

  return (
    <Switch>
      {/* The screens of mailed links work with and without a session. */}
      <Route path="/forgot-password">
        <Layout>
          <ForgotPasswordScreen email={person?.email} />
        </Layout>
      </Route>
      <Route path="/reset-password">
        <Layout>
          <ResetPasswordScreen onReset={onReset} />
        </Layout>
      </Route>
      <Route path="/verified">
        <Layout>
          <VerifiedScreen isSignedIn={person !== undefined} />
        </Layout>
      </Route>
      <Route>
        {person ? (
          <ScreenBoundary Wrapper={Layout} isBusy={hasAnyDrafts}>
            <Suspense fallback={<Layout />}>
              {/* The key gives another person a new page, without any state of the one before. */}
              <SignedInPage
                key={person.id}
                person={person}
                onSignedOut={onSignedOut}
                onUnauthorized={onUnauthorized}
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

interface SignedOutRoutesProps {
  /** Why the person has to sign in, where they may not expect it. */
  notice: string | undefined;
  email: string | undefined;
  onSignedIn: (person: Person) => void;
}

function SignedOutRoutes({ notice, email, onSignedIn }: SignedOutRoutesProps) {
  return (
    <Layout>
      <Switch>
        <Route path="/sign-up">
          <SignUpScreen onSignedIn={onSignedIn} />
        </Route>
        <Route path="/sign-in">
          <SignInScreen notice={notice} email={email} onSignedIn={onSignedIn} />
        </Route>
        <Route path={signedInPaths}>
          <Redirect to="/sign-in" replace />
        </Route>
        <Route>
          <NotFoundScreen />
        </Route>
      </Switch>
    </Layout>
  );
}

function Unreachable({ retry }: { retry: () => void }) {
  const button = (
    <Button kind="quiet" onClick={retry}>
      Retry
    </Button>
  );
  return (
    <Layout>
      <main className="column grid gap-4 pt-6 sm:pt-10">
        <h1>Can’t connect</h1>
        <Notice tone="danger" action={button}>
          Tydo can’t be reached right now. Nothing was lost; trying again…
        </Notice>
      </main>
    </Layout>
  );
}
