import { AccountClosed } from '@tydo/schemas/account-closed';
import { useEffect } from 'react';
import { requestHeaders } from '../lib/request-headers.ts';
import { endedPeople, forgetPerson } from '../sync/people.ts';

/**
 * When a session has ended: asks whether that is because the account was deleted, also for those who were
 * here before. Nothing of them stays on this device then.
 *
 * @param personId of the person whose session has ended.
 * @param onClosed is called when theirs was.
 */
export function useClosedAccount(personId: string | undefined, onClosed: () => void): void {
  useEffect(() => {
    let isOver = false;
    async function check(id: string) {
      if (!(await isClosed(id))) return;
      forgetPerson(id);
      if (id === personId && !isOver) onClosed();
    }
    for (const id of new Set([personId, ...endedPeople()])) if (id !== undefined) void check(id);
    return () => {
      isOver = true;
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- asked once for each end of a session.
  }, [personId]);
}

/** False without an answer: it is asked for again with the next start. */
async function isClosed(personId: string): Promise<boolean> {
  try {
    const response = await fetch('/api/account/closed', { headers: requestHeaders(personId) });
    const { data } = AccountClosed.safeParse(response.ok ? await response.json() : undefined);
    return data?.closed ?? false;
  } catch {
    return false;
  }
}
