import { Button } from '../ui/button.tsx';
import { EntranceScreen } from './account-form.tsx';
import type { Person } from './use-person.ts';

interface SomebodyElseScreenProps {
  /** Whose tab it is. */
  owner: Person;
  /** Who is signed in in this browser by now. */
  other: Person;
  onReturn: () => void;
  onContinue: () => void;
}

/** Where a tab of one person ends up when another was signed in past it. */
export function SomebodyElseScreen({ owner, other, ...on }: SomebodyElseScreenProps) {
  const intro = (
    <>
      Somebody else is signed in in this browser now: <bdi>{other.name}</bdi> (
      <bdi>{other.email}</bdi>). Nothing of yours went to that account. What you typed stays in this
      tab until you sign in here again.
    </>
  );
  return (
    <EntranceScreen title="Another account is signed in" intro={intro}>
      <div className="grid min-w-0 grid-cols-1 gap-2">
        <Button onClick={on.onReturn}>
          <span className="min-w-0 truncate">
            Sign in as <bdi>{owner.name}</bdi>
          </span>
        </Button>
        <Button kind="quiet" onClick={on.onContinue}>
          <span className="min-w-0 truncate">
            Continue as <bdi>{other.name}</bdi>
          </span>
        </Button>
      </div>
    </EntranceScreen>
  );
}
