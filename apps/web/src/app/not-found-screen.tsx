import { Link } from 'wouter';
import { buttonClass } from '../ui/button.tsx';
import { CenteredScreen } from '../ui/centered-screen.tsx';

/** For an address that no screen has. */
export function NotFoundScreen() {
  return (
    <CenteredScreen
      title="Page not found"
      intro="There is no page at this address. Check it for typing errors."
    >
      <Link href="/" className={buttonClass('primary')}>
        Go to the home page
      </Link>
    </CenteredScreen>
  );
}
