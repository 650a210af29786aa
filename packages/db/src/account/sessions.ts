// Whose session a token names. Asked with every request: so in one statement, which is compiled once.
import { isoOfText } from '../connection/iso-time.ts';
import type { Statement } from '../connection/prepared.ts';
import type { Handle } from '../handle.ts';

/** A session as it lies there, expired or not. */
export interface FoundSession {
  id: string;
  personId: string;
  expiresAt: Date;
}

interface Row {
  id: string;
  user_id: string;
  // As text: PostgreSQL's own, or what Better Auth stores in SQLite.
  expires_at: string;
}

interface AccountTables {
  session: Row & { token: string };
  user: { id: string };
  journal: { user_id: string; closed_at: string | number | null };
}

/** Nothing is found of a session whose person is gone, or was deleted. */
export const sessionFinder =
  ({ ask, engine }: Handle) =>
  async (token: string): Promise<FoundSession | undefined> => {
    const [row] = await ask(byToken, { token });
    if (!row) return undefined;
    const end = engine === 'sqlite' ? row.expires_at : isoOfText(row.expires_at);
    return { id: row.id, personId: row.user_id, expiresAt: new Date(end) };
  };

const byToken: Statement<AccountTables, { token: string }, Row> = ({ db, value }) =>
  db
    .selectFrom('session')
    .innerJoin('user', 'user.id', 'session.user_id')
    .leftJoin('journal', 'journal.user_id', 'session.user_id')
    .where('session.token', '=', value('token'))
    // Their tombstone stands: see tombstone.ts.
    .where('journal.closed_at', 'is', null)
    .select(['session.id', 'session.user_id', 'session.expires_at']);
