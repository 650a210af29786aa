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
  const { title, intro } = tell(search.get('error'), isSignedIn);
  return (
    <EntranceScreen title={title} intro={intro}>
      <Link href="/" className={buttonLook('primary')}>
        {isSignedIn ? 'Go to your tasks' : 'Sign in'}
      </Link>
    </EntranceScreen>
  );
}

function tell(error: string | null, isSignedIn: boolean): { title: string; intro: string } {
  if (error === null) {
    return { title: 'Your address is confirmed', intro: 'Thank you. That was all.' };
  }
  const another = isSignedIn
    ? 'If you need another, ask for it where you asked for this one.'
    : 'Sign in, and another is sent if one is needed.';
  const trouble = troubles[error];
  if (trouble !== undefined) {
    return { title: 'Your address is not confirmed', intro: `${trouble} ${another}` };
  }
  // Used most likely: by a click before, or by a mail program that looks at links before its reader.
  return {
    title: 'This link has been used or is too old',
    intro: `If it was used, your address is confirmed already. ${another}`,
  };
}
