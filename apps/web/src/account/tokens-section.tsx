import type { TokenCreated, TokenRead } from '@tydo/schemas/token';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { AuthFailure } from '../lib/auth-call.ts';
import { quote } from '../lib/quote.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useToasts } from '../ui/toasts.ts';
import { AccountSection } from './account-section.tsx';
import { readAuthError } from './auth-errors.ts';
import { LeaveDialog } from './leave-dialog.tsx';
import { NewToken } from './new-token.tsx';
import { NewTokenForm } from './new-token-form.tsx';
import { TokenRow } from './token-row.tsx';
import { useTokenChanges, useTokens } from './use-tokens.ts';

/** The person's API tokens and calendar feeds: a list, a form for another one, and its text, once. */
export function TokensSection() {
  const heading = useRef<HTMLHeadingElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const { tokens, error } = useTokens();
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<TokenCreated>();
  const [leaving, setLeaving] = useState<TokenRead>();
  const revoke = useRevoke(() => heading.current?.focus());

  function close() {
    flushSync(() => {
      setOpen(false);
      setMade(undefined);
    });
    opener.current?.focus();
  }

  return (
    <AccountSection
      title="API tokens and calendar feeds"
      hint="For programs that use your tasks, and calendars that show them. Keep a token like a password."
      heading={heading}
    >
      {error && <Notice tone="danger">{explain(error)}</Notice>}
      {tokens === undefined && <p className="text-sm text-muted">{!error && 'Loading…'}</p>}
      {tokens !== undefined && tokens.length > 0 && (
        <ul aria-label="Tokens" className="-my-2 divide-y divide-line">
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} revoke={() => setLeaving(token)} />
          ))}
        </ul>
      )}
      {made && <NewToken made={made} onDone={close} />}
      {isOpen && !made && <NewTokenForm onMade={setMade} onCancel={close} />}
      {!isOpen && (
        <div>
          <Button ref={opener} kind="quiet" onClick={() => setOpen(true)}>
            New token…
          </Button>
        </div>
      )}
      {leaving && (
        <LeaveDialog
          title={`Revoke ${quote(leaving.name)}?`}
          text="What uses it stops working at once. This can’t be undone."
          leaveLabel="Revoke"
          onLeave={() => {
            setLeaving(undefined);
            void revoke(leaving);
          }}
          stayLabel="Keep it"
          onStay={() => setLeaving(undefined)}
        />
      )}
    </AccountSection>
  );
}

/** @param onEnded moves the focus from the row that disappears. */
function useRevoke(onEnded: () => void) {
  const toasts = useToasts();
  const { revoke } = useTokenChanges();
  return async ({ id, name }: TokenRead) => {
    try {
      await revoke(id);
      onEnded();
      toasts.show({ message: `Revoked: ${quote(name)}` });
    } catch (error) {
      toasts.show({ message: explain(error), isError: true });
    }
  };
}

function explain(error: unknown): string {
  const refusal = error instanceof AuthFailure ? error.refusal : { status: 500 };
  return readAuthError(refusal, []).form ?? '';
}
