import { lazy, Suspense, useEffect, useState } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { SignInScreen } from '../account/sign-in-screen.tsx';
import { SignUpScreen } from '../account/sign-up-screen.tsx';
import { type Presence, usePresence } from '../account/use-person.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Frame } from './frame.tsx';

// All that only somebody with an account needs. It is fetched while the server is asked who is there.
const loadPersonalPage = () => import('./personal-page.tsx');
const PersonalPage = lazy(loadPersonalPage);

/** Which screen is shown to whom. */
export function App() {
  const { presence, leave } = usePresence();
  const [notice, setNotice] = useState<string>();
  // If this fails it is tried again when it is needed, and told then.
  useEffect(() => void loadPersonalPage().catch(() => undefined), []);

  if (presence.state !== 'signed-in') return <Entrance presence={presence} notice={notice} />;
  return (
    <Switch>
      <Route path="/">
        <Suspense fallback={<Frame />}>
          {/* Another person gets another page: nothing of the one before is left in it. */}
          <PersonalPage
            key={presence.person.id}
            person={presence.person}
            onSignedOut={(why) => {
              setNotice(why);
              leave();
            }}
          />
        </Suspense>
      </Route>
      <Route>
        <Redirect to="/" replace />
      </Route>
    </Switch>
  );
}

interface EntranceProps {
  presence: Exclude<Presence, { state: 'signed-in' }>;
  notice: string | undefined;
}

function Entrance({ presence, notice }: EntranceProps) {
  if (presence.state === 'unknown') return <Frame />;
  if (presence.state === 'unreachable') return <Unreachable retry={presence.retry} />;
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
