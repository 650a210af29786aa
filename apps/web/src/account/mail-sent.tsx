import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Button } from '../ui/button.tsx';
import { CenteredScreen } from '../ui/centered-screen.tsx';
import { useSending } from './use-sending.ts';

interface MailSentProps {
  sendAgain: () => Promise<unknown>;
  /** For a person who mistyped the address. */
  another: { label: string; onClick: () => void };
  children: ReactNode;
}

/** Asks the person to open the link in the mail that was just sent. */
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
    <CenteredScreen title="Check your email" intro={children} footer={footer}>
      <div className="grid gap-2">
        <Button kind="quiet" onClick={start} aria-disabled={sending.state === 'sending'}>
          Send again
        </Button>
        {/* Room for one line, so that nothing moves when it appears. */}
        <output className="block min-h-6 text-center text-sm text-muted">
          {sending.state === 'sent' && 'Sent again. It may take a minute.'}
          {sending.state === 'failed' && <span className="text-danger">{sending.reason}</span>}
        </output>
      </div>
    </CenteredScreen>
  );
}
