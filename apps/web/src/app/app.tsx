import {
  type ComponentProps,
  type ComponentType,
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useState,
} from 'react';
import { Route, Switch } from 'wouter';
import { useAuth } from '../account/use-auth.ts';
import { useClosedAccount } from '../account/use-closed-account.ts';
import { firstScreen, firstScreenRendered } from '../lib/first-screen.ts';
import { preload, screenLoader } from '../lib/lazy-screen.ts';
import { registerWorker } from '../sync/register-worker.ts';
import { Button } from '../ui/button.tsx';
import { hasTypedText } from '../ui/has-typed-text.ts';
import { Notice } from '../ui/notice.tsx';
import { Layout } from './layout.tsx';
import { mailedLinkPaths } from './paths.ts';
import { ScreenBoundary } from './screen-boundary.tsx';
import { hasAnyDrafts } from './unsaved-work.ts';

// All code for signed-in people. It loads while the page asks the server who is signed in.
const loadSignedInPage = () => import('./signed-in-page.tsx');
const loadSignedOutScreens = () => import('./signed-out-screens.tsx');
const SignedInPage = lazy(screenLoader(loadSignedInPage));
const SignedOutScreens = lazy(screenLoader(loadSignedOutScreens));
const MailedLinkScreens = lazy(screenLoader(() => import('./mailed-link-screens.tsx')));

const isReloadLossy = () => hasAnyDrafts() || hasTypedText();

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
  const isSomebodyHere = owner !== undefined;
  useEffect(() => {
    if (!isSomebodyHere) preload(loadSignedOutScreens);
  }, [isSomebodyHere]);
  useEffect(() => {
    if (import.meta.env.PROD) void firstScreen.then(() => registerWorker(isReloadLossy));
  }, []);

  useClosedAccount(auth.status === 'signed-out' ? owner?.id : undefined, () =>
    onSignedOut('Your account has been deleted.'),
  );

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

  const isOther = auth.status === 'other-account' && owner && !isReturning;
  const other = isOther ? { owner, person: auth.person, onReturn: returnToOwner } : undefined;
  return (
    <Switch>
      <Route path={mailedLinkPaths}>
        <Screens>
          <Layout>
            <MailedLinkScreens person={person} onSignedOut={onSignedOut} />
            <Shown />
          </Layout>
        </Screens>
      </Route>
      <Route>
        <Screens>
          {person ? (
            // The key gives another person a new page, without any state of the one before.
            <PersonPage
              key={person.id}
              person={person}
              onSignedOut={onSignedOut}
              onUnauthorized={onUnauthorized}
            />
          ) : (
            <Layout>
              <SignedOutScreens
                notice={notice}
                email={owner?.email}
                onSignedIn={setSignedIn}
                other={other}
              />
              <Shown />
            </Layout>
          )}
        </Screens>
      </Route>
    </Switch>
  );
}

/**
 * The page of a signed-in person, opened before React is asked for it: what a Suspense has waited for, React
 * shows 300 ms after the fallback at the earliest.
 */
function PersonPage(props: ComponentProps<typeof SignedInPage>) {
  const { id } = props.person;
  const [state, setState] = useState<{ Page: ComponentType<typeof props> }>();
  useEffect(() => {
    let isHere = true;
    const show = (Page: ComponentType<typeof props>) => isHere && setState({ Page });
    async function open() {
      const { default: Page, openPerson } = await loadSignedInPage();
      await openPerson(id);
      show(Page);
    }
    // The boundary around it tells what has failed.
    open().catch(() => show(SignedInPage));
    return () => {
      isHere = false;
    };
  }, [id]);
  return state ? (
    <>
      <state.Page {...props} />
      <Shown />
    </>
  ) : (
    <Layout />
  );
}

/** Beside a screen: tells that it is rendered. */
function Shown() {
  useEffect(firstScreenRendered, []);
  return null;
}

/** Screens whose code and data are loaded when they are needed. */
function Screens({ children }: { children: ReactNode }) {
  return (
    <ScreenBoundary Wrapper={Layout} isBusy={hasAnyDrafts}>
      <Suspense fallback={<Layout />}>{children}</Suspense>
    </ScreenBoundary>
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
      <main className="column screen">
        <h1>Can’t connect</h1>
        <Notice tone="danger" action={button}>
          Tydo can’t be reached right now. Nothing was lost; trying again…
        </Notice>
      </main>
    </Layout>
  );
}
