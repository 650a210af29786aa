import { Link } from 'wouter';
import { buttonClass } from './button.tsx';
import { CenteredScreen } from './centered-screen.tsx';

/** For an address whose row does not exist, such as a list. @param noun "list". */
export function MissingScreen({ noun }: { noun: string }) {
  return (
    <CenteredScreen
      title={`No such ${noun}`}
      intro={`There is no ${noun} at this address. It may have been deleted; the history can bring it back.`}
    >
      <div className="flex flex-wrap gap-2">
        <Link href="/" className={buttonClass('primary')}>
          Go to the Inbox
        </Link>
        <Link href="/history" className={buttonClass('quiet')}>
          History
        </Link>
      </div>
    </CenteredScreen>
  );
}
