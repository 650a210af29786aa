import { Link, useSearchParams } from 'wouter';
import { buttonClass } from '../ui/button.tsx';
import { CenteredScreen } from '../ui/centered-screen.tsx';

const errors: Record<string, string> = {
  TOKEN_EXPIRED: 'This link has expired.',
  INVALID_USER: 'This link belongs to another account than the one that is signed in.',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'Another account uses this address now.',
};

/** The link that confirms a first or a new address leads here. */
export function VerifiedScreen({ isSignedIn }: { isSignedIn: boolean }) {
  const [search] = useSearchParams();
  const { title, intro } = messageFor(search.get('error'), isSignedIn);
  return (
    <CenteredScreen title={title} intro={intro}>
      <Link href="/" className={buttonClass('primary')}>
        {isSignedIn ? 'Go to your tasks' : 'Sign in'}
      </Link>
    </CenteredScreen>
  );
}

function messageFor(error: string | null, isSignedIn: boolean): { title: string; intro: string } {
  if (error === null) {
    return { title: 'Your email is confirmed', intro: 'Thank you. You’re all set.' };
  }
  const advice = isSignedIn
    ? 'If you need a new one, request it on your account page.'
    : 'Sign in to get a new one if you need it.';
  const message = errors[error];
  if (message !== undefined) {
    return { title: 'Your email is not confirmed', intro: `${message} ${advice}` };
  }
  // Most likely used before, by a click or by a mail program that checks links.
  return {
    title: 'This link no longer works',
    intro: `It was used before, or it has expired. If you used it, your email is already confirmed. ${advice}`,
  };
}
