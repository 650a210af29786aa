import { useState } from 'react';
import { countOf } from '../lib/count-of.ts';
import { useMinute } from '../lib/use-minute.ts';
import { Button } from '../ui/button.tsx';
import { useToasts } from '../ui/toasts.ts';
import { LeaveDialog } from './leave-dialog.tsx';
import { countWorking, useTokenChanges, useTokens } from './use-tokens.ts';

/** Says how many tokens a change of the password leaves, and ends them. */
export function TokensAfterChange() {
  const now = useMinute();
  const toasts = useToasts();
  const { tokens = [] } = useTokens();
  const { revokeAll } = useTokenChanges();
  const [isAsking, setAsking] = useState(false);
  const count = countWorking(tokens, now);
  if (count === 0) return null;

  async function run() {
    setAsking(false);
    const message = await revokeAll().then(
      (revoked) => `Revoked: ${countOf(revoked, 'token')}`,
      () => undefined,
    );
    toasts.show(
      message === undefined
        ? { message: 'The tokens could not be revoked. Try again.', isError: true }
        : { message },
    );
  }

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <p className="text-sm text-muted">
        {countOf(count, 'API token')} {count === 1 ? 'keeps' : 'keep'} working after a change.
      </p>
      <Button kind="plain" onClick={() => setAsking(true)}>
        Revoke all…
      </Button>
      {isAsking && (
        <LeaveDialog
          title={`Revoke ${countOf(count, 'token')}?`}
          text="What uses them stops working at once. This can’t be undone."
          leaveLabel="Revoke all"
          onLeave={() => void run()}
          stayLabel="Keep them"
          onStay={() => setAsking(false)}
        />
      )}
    </div>
  );
}
