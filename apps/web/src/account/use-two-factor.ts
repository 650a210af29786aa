import { useQuery, useQueryClient } from '@tanstack/react-query';
import { recordOf } from '@tydo/schemas/record';
import { authClient } from '../lib/auth-client.ts';
import { useAccountCall } from './use-account-call.ts';
import { sessionsKey } from './use-sessions.ts';

const queryKey = ['two-factor'];

/** Whether two-step sign-in is on; undefined while that is not known. */
export function useTwoFactor() {
  const queryClient = useQueryClient();
  const getSession = useAccountCall((_: object, options) => authClient.getSession({}, options));
  const { data: isOn } = useQuery({
    queryKey,
    queryFn: async () => recordOf((await getSession({}))?.user)['twoFactorEnabled'] === true,
  });
  function setOn(value: boolean): void {
    queryClient.setQueryData(queryKey, value);
    // The session was replaced.
    void queryClient.invalidateQueries({ queryKey: sessionsKey });
  }
  return { isOn, setOn };
}

/** A call of one of Better Auth's endpoints for two-step sign-in. */
export const useTwoFactorCall = (path: string) =>
  useAccountCall((body: { password?: string; code?: string }, options) =>
    authClient.$fetch<unknown>(`/two-factor/${path}`, { method: 'POST', body, ...options }),
  );
