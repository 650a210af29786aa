// Whose session a token names. Asked with every request: so in one statement, which is compiled once.
import { type CompiledQuery, type Kysely, QueryCreator } from 'kysely';

/** A session as it lies there, expired or not. */
export interface FoundSession {
  personId: string;
  expiresAt: Date;
}

interface Row {
  user_id: string;
  // PostgreSQL gives it as it is, SQLite the text that Better Auth stores.
  expires_at: Date | string;
}

interface AccountTables {
  session: Row & { token: string };
  user: { id: string };
}

/** Nothing is found of a session whose person is gone. */
export function sessionFinder(
  db: Kysely<never>,
): (token: string) => Promise<FoundSession | undefined> {
  const query = compileFor(db);
  return async (token) => {
    const { rows } = await db.executeQuery<Row>({ ...query, parameters: [token] });
    const [row] = rows;
    return row && { personId: row.user_id, expiresAt: new Date(row.expires_at) };
  };
}

const compileFor = (db: Kysely<never>): CompiledQuery<Row> =>
  new QueryCreator<AccountTables>({ executor: db.getExecutor() })
    .selectFrom('session')
    .innerJoin('user', 'user.id', 'session.user_id')
    // Here belongs, as soon as `journal` has it: left join journal, and where closed_at is null.
    .where('session.token', '=', '')
    .select(['session.user_id', 'session.expires_at'])
    .compile();
