import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Button } from '../ui/button.tsx';
import { EntranceScreen } from './account-form.tsx';
import { useSending } from './use-sending.ts';

interface MailSentProps {
  sendAgain: () => Promise<unknown>;
  /** For who sees here that the address is wrong. */
  another: { label: string; onClick: () => void };
  children: ReactNode;
}

/** What is next happens in somebody's mail. */
export function MailSent({ sendAgain, another, children }: MailSentProps) {
  const { sending, start } = useSending(sendAgain);
  const footer = (
    <>
      Wrong address?{' '}
      <button type="button" className="link cursor-pointer" onClick={another.onClick}>
        {another.label}
      </button>
      <span aria-hidden> · </span>
      <Link href="/" className="link">
        Go back
      </Link>
    </>
  );
  return (
    <EntranceScreen title="Look into your mail" intro={children} footer={footer}>
      <div className="grid gap-2">
        <Button kind="quiet" onClick={start} aria-disabled={sending.state === 'sending'}>
          Send it again
        </Button>
        {/* Room for a line, so that nothing moves when there is something to say. */}
        <output className="block min-h-6 text-center text-sm text-soft">
          {sending.state === 'sent' && 'Sent again. It may take a minute.'}
          {sending.state === 'failed' && <span className="text-danger-text">{sending.reason}</span>}
        </output>
      </div>
    </EntranceScreen>
  );
}
