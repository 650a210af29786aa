import { age, exactDate } from '../lib/age.ts';
import { useMinute } from '../lib/use-minute.ts';
import { Button } from '../ui/button.tsx';
import { deviceOf } from './device.ts';
import type { OpenSession } from './use-sessions.ts';

interface SessionRowProps {
  session: OpenSession;
  /** Whether it is the session of this page. */
  isOwn: boolean;
  end: () => void;
}

/** One session of the person: its device, when it was used, and a button that ends it. */
export function SessionRow({ session, isOwn, end }: SessionRowProps) {
  const { userAgent, ipAddress, createdAt, updatedAt } = session;
  const device = deviceOf(userAgent);
  return (
    <li className="flex items-center gap-3 py-2.5">
      <div className="min-w-0 grow">
        <p dir="auto" title={userAgent ?? undefined} className="wrap-anywhere">
          {device}
        </p>
        <p className="text-sm text-muted wrap-anywhere">
          {isOwn ? (
            <span className="font-medium text-accent-text">This device</span>
          ) : (
            <>
              Last seen <When date={updatedAt} />
            </>
          )}
          {ipAddress && ` · ${ipAddress}`}
        </p>
        <p className="text-sm text-muted">
          Signed in <When date={createdAt} />
        </p>
      </div>
      {!isOwn && (
        <div className="-mr-3">
          <Button kind="plain" onClick={end}>
            Sign out
            <span className="sr-only">
              of <bdi>{device}</bdi>
            </span>
          </Button>
        </div>
      )}
    </li>
  );
}

function When({ date }: { date: Date }) {
  const now = useMinute();
  return (
    <time dateTime={date.toISOString()} title={exactDate(date)}>
      {age(date, now)}
    </time>
  );
}
