import type { TokenRead } from '@tydo/schemas/token';
import { age, exactDate } from '../lib/age.ts';
import { dateLanguage } from '../lib/language.ts';
import { useMinute } from '../lib/use-minute.ts';
import { Button } from '../ui/button.tsx';
import { hasExpired } from './use-tokens.ts';

/** One token: what it may do, when it was used, and a button that ends it. */
export function TokenRow({ token, revoke }: { token: TokenRead; revoke: () => void }) {
  const now = useMinute();
  const { name, start, scopes, lastUsedAt, expiresAt } = token;
  return (
    <li className="flex items-center gap-3 py-2.5">
      <div className="min-w-0 grow">
        <p dir="auto" className="wrap-anywhere">
          {name}
        </p>
        <p className="text-sm text-muted wrap-anywhere">
          {meaningOf(scopes)} · {start}…
        </p>
        <p className="text-sm text-muted">
          {lastUsedAt === null ? (
            'Never used'
          ) : (
            <>
              Last used <When time={lastUsedAt} />
            </>
          )}
          {' · '}
          {expiresAt === null ? (
            'Does not expire'
          ) : hasExpired(token, now) ? (
            <span className="font-medium text-danger">Expired</span>
          ) : (
            <>
              Expires on <time dateTime={expiresAt}>{dayOf(expiresAt)}</time>
            </>
          )}
        </p>
      </div>
      <div className="-mr-3">
        <Button kind="plain" onClick={revoke}>
          Revoke
          <span className="sr-only">
            {' '}
            <bdi>{name}</bdi>
          </span>
        </Button>
      </div>
    </li>
  );
}

function When({ time }: { time: string }) {
  const now = useMinute();
  const date = new Date(time);
  return (
    <time dateTime={time} title={exactDate(date)}>
      {age(date, now)}
    </time>
  );
}

const day = new Intl.DateTimeFormat(dateLanguage, { dateStyle: 'medium' });
const dayOf = (time: string): string => day.format(new Date(time));

/** What a token may do, as people choose it. */
export function meaningOf(scopes: TokenRead['scopes']): string {
  if (scopes.includes('feed')) return 'Calendar feed';
  if (!scopes.includes('write')) return 'Read only';
  return scopes.includes('read') ? 'Read and write' : 'Write only';
}
