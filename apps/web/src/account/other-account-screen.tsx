import type { Person } from '../sync/people.ts';
import { Button } from '../ui/button.tsx';
import { CenteredScreen } from '../ui/centered-screen.tsx';

interface OtherAccountScreenProps {
  /** The person whose tab this is. */
  owner: Person;
  /** The person who is signed in in this browser now. */
  other: Person;
  onReturn: () => void;
  onContinue: () => void;
}

/** Replaces one person's tab after another tab of the browser has signed in another person. */
export function OtherAccountScreen({
  owner,
  other,
  onReturn,
  onContinue,
}: OtherAccountScreenProps) {
  const intro = (
    <>
      This browser is now signed in as <bdi>{other.name}</bdi> (<bdi>{other.email}</bdi>). Nothing
      of yours was sent to that account. What you typed stays in this tab until you sign in again.
    </>
  );
  return (
    <CenteredScreen title="Another account is signed in" intro={intro}>
      <div className="grid min-w-0 grid-cols-1 gap-2">
        <Button onClick={onReturn}>
          <span className="min-w-0 truncate">
            Sign in as <bdi>{owner.name}</bdi>
          </span>
        </Button>
        <Button kind="quiet" onClick={onContinue}>
          <span className="min-w-0 truncate">
            Continue as <bdi>{other.name}</bdi>
          </span>
        </Button>
      </div>
    </CenteredScreen>
  );
}
