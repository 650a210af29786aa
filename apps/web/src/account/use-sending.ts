import { useState } from 'react';
import { AuthFailure } from '../lib/auth-call.ts';
import { readAuthError } from './auth-errors.ts';

type Sending = { state: 'idle' | 'sending' | 'sent' } | { state: 'failed'; reason: string };

/** State of a button that sends something, for one attempt at a time. */
export function useSending(send: () => Promise<unknown>) {
  const [sending, setSending] = useState<Sending>({ state: 'idle' });

  async function start() {
    if (sending.state === 'sending') return;
    setSending({ state: 'sending' });
    try {
      await send();
      setSending({ state: 'sent' });
    } catch (error) {
      const refusal = error instanceof AuthFailure ? error.refusal : { status: 500 };
      setSending({ state: 'failed', reason: readAuthError(refusal, []).form ?? '' });
    }
  }

  return { sending, start: () => void start() };
}
