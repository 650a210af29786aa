import { useQuery } from '@tanstack/react-query';
import { ask, authClient } from '../lib/auth-client.ts';
import { usePersonHeaders } from '../lib/person-headers.ts';

export const sessionsKey = ['sessions'];

/** Where somebody is signed in. Its token names a session, and ends it. */
export interface OpenSession {
  token: string;
  createdAt: Date;
  /** When it was last renewed: at most a day before it was last used. */
  updatedAt: Date;
  ipAddress?: string | null | undefined;
  userAgent?: string | null | undefined;
}

/** Where the person is signed in, what was used last first; or why that can't be had, or not anew. */
export function useSessions() {
  const headers = usePersonHeaders();
  const { data, failureReason, error } = useQuery({
    queryKey: sessionsKey,
    queryFn: async (): Promise<OpenSession[]> => {
      const sessions = (await ask(authClient.listSessions({}, { headers }))) ?? [];
      return sessions.toSorted((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime());
    },
    // Nobody keeps the tokens of other devices longer than they are on the screen.
    gcTime: 0,
  });
  return { sessions: data, trouble: failureReason ?? error };
}
