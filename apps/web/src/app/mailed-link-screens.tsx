import { Route, Switch, useLocation } from 'wouter';
import { ForgotPasswordScreen } from '../account/forgot-password-screen.tsx';
import { ResetPasswordScreen } from '../account/reset-password-screen.tsx';
import { VerifiedScreen } from '../account/verified-screen.tsx';
import type { Person } from '../sync/people.ts';

interface MailedLinkScreensProps {
  person: Person | undefined;
  onSignedOut: (notice: string | undefined) => void;
}

/** The screens of mailed links. They work with and without a session. */
export default function MailedLinkScreens({ person, onSignedOut }: MailedLinkScreensProps) {
  const [, navigate] = useLocation();

  function onReset() {
    onSignedOut('Your password has been changed. Sign in with the new one.');
    navigate('/sign-in', { replace: true });
  }

  return (
    <Switch>
      <Route path="/forgot-password">
        <ForgotPasswordScreen email={person?.email} />
      </Route>
      <Route path="/reset-password">
        <ResetPasswordScreen onReset={onReset} />
      </Route>
      <Route path="/verified">
        <VerifiedScreen isSignedIn={person !== undefined} />
      </Route>
    </Switch>
  );
}
