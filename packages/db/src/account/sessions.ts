// Whose session a token names. Asked with every request: so in one statement, which is compiled once.
import { type CompiledQuery, type Kysely, QueryCreator } from 'kysely';

/** A session as it lies there, expired or not. */
export interface FoundSession {
  id: string;
  personId: string;
  expiresAt: Date;
}

interface Row {
  id: string;
  user_id: string;
  // PostgreSQL gives it as it is, SQLite the text that Better Auth stores.
  expires_at: Date | string;
}

interface AccountTables {
  session: Row & { token: string };
  user: { id: string };
  journal: { user_id: string; closed_at: Date | number | null };
}

/** Nothing is found of a session whose person is gone, or was deleted. */
export function sessionFinder(
  db: Kysely<never>,
): (token: string) => Promise<FoundSession | undefined> {
  const query = compileFor(db);
  return async (token) => {
    const { rows } = await db.executeQuery<Row>({ ...query, parameters: [token] });
    const [row] = rows;
    return row && { id: row.id, personId: row.user_id, expiresAt: new Date(row.expires_at) };
  };
}

const compileFor = (db: Kysely<never>): CompiledQuery<Row> =>
  new QueryCreator<AccountTables>({ executor: db.getExecutor() })
    .selectFrom('session')
    .innerJoin('user', 'user.id', 'session.user_id')
    .leftJoin('journal', 'journal.user_id', 'session.user_id')
    .where('session.token', '=', '')
    // Their tombstone stands: see tombstone.ts.
    .where('journal.closed_at', 'is', null)
    .select(['session.id', 'session.user_id', 'session.expires_at'])
    .compile();
