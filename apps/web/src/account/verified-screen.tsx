import { Link, useSearchParams } from 'wouter';
import { buttonLook } from '../ui/button.tsx';
import { EntranceScreen } from './account-form.tsx';

const troubles: Record<string, string> = {
  TOKEN_EXPIRED: 'This link is too old.',
  INVALID_USER: 'This link is for another account than the one that is signed in here.',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'There is another account with this address by now.',
};

/** Where the link in a mail leads that confirms an address, a first or a new one. */
export function VerifiedScreen({ isSignedIn }: { isSignedIn: boolean }) {
  const [search] = useSearchParams();
  const error = search.get('error');
  const next = isSignedIn ? 'Go to your tasks' : 'Sign in';
  return (
    <EntranceScreen
      title={error === null ? 'Your address is confirmed' : 'Your address is not confirmed'}
      intro={error === null ? 'Thank you. That was all.' : explain(error, isSignedIn)}
    >
      <Link href="/" className={buttonLook('primary')}>
        {next}
      </Link>
    </EntranceScreen>
  );
}

function explain(error: string, isSignedIn: boolean): string {
  const trouble = troubles[error] ?? 'This link has been used, or does not work any more.';
  const way = isSignedIn
    ? 'If you need another, ask for it where you asked for this one.'
    : 'Sign in, and another is sent if one is needed.';
  return `${trouble} ${way}`;
}
