import { useQuery } from '@tanstack/react-query';
import { type AuthError, AuthFailure } from '../lib/auth-call.ts';
import { authClient } from '../lib/auth-client.ts';
import { useAccountCall } from './use-account-call.ts';

export const sessionsKey = ['sessions'];

/** A session of the person. Its token identifies it, and ends it. */
export interface OpenSession {
  token: string;
  createdAt: Date;
  /** When it was last renewed, which is at most a day before it was last used. */
  updatedAt: Date;
  ipAddress?: string | null | undefined;
  userAgent?: string | null | undefined;
}

/** The person's sessions, the last used first, and the error of the last attempt to load them. */
export function useSessions() {
  const list = useAccountCall((_: undefined, options) => authClient.listSessions({}, options));
  const { data, failureReason, error } = useQuery({
    queryKey: sessionsKey,
    queryFn: async (): Promise<OpenSession[]> => {
      const sessions = (await list(undefined)) ?? [];
      return sessions.toSorted((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime());
    },
    retry: (_, cause) => cause instanceof AuthFailure && isTemporary(cause.refusal),
    // The tokens of other devices stay in memory only while they are on the screen.
    gcTime: 0,
  });
  return { sessions: data, error: failureReason ?? error };
}

/** Whether the same call may succeed a little later. */
const isTemporary = ({ status }: AuthError): boolean => [0, 429, 503].includes(status);
