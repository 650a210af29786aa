import { Redirect, Route, Switch } from 'wouter';
import { OtherAccountScreen } from '../account/other-account-screen.tsx';
import { SignInScreen } from '../account/sign-in-screen.tsx';
import { SignUpScreen } from '../account/sign-up-screen.tsx';
import type { Person } from '../sync/people.ts';
import { NotFoundScreen } from './not-found-screen.tsx';
import { signedInPaths } from './paths.ts';

interface SignedOutScreensProps {
  /** Why the person has to sign in, where they may not expect it. */
  notice: string | undefined;
  email: string | undefined;
  onSignedIn: (person: Person) => void;
  /** Another tab has signed in another person than the one whose tab this is. */
  other?: { owner: Person; person: Person; onReturn: () => void } | undefined;
}

/** The screens of a person who is not signed in. */
export default function SignedOutScreens(props: SignedOutScreensProps) {
  const { notice, email, onSignedIn, other } = props;
  if (other) {
    return (
      <OtherAccountScreen
        owner={other.owner}
        other={other.person}
        onReturn={other.onReturn}
        onContinue={() => onSignedIn(other.person)}
      />
    );
  }
  return (
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
  );
}
