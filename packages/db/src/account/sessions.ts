// Finds the session of a token, with every request.
import { sql } from 'kysely';
import { type BatchLoader, createBatchLoader } from '../statement/batch-loader.ts';
import { isoOfText } from '../statement/iso-time.ts';
import type { Execute, Statement } from '../statement/prepared.ts';

/** A stored session, expired or not. */
export interface FoundSession {
  id: string;
  personId: string;
  expiresAt: Date;
}

/** Finds a session by its token, unless its person was deleted or disabled. */
export type FindSession = BatchLoader<string, FoundSession>;

/** @param timeoutMs of a call. */
export const createSessionFinder = (execute: Execute, timeoutMs: number): FindSession =>
  createBatchLoader(timeoutMs, async (tokens) => {
    const rows = new Map((await execute(byToken, { tokens })).map((row) => [row.token, row]));
    return tokens.map((token) => {
      const row = rows.get(token);
      if (!row) return undefined;
      return { id: row.id, personId: row.user_id, expiresAt: new Date(isoOfText(row.expires_at)) };
    });
  });

interface Row {
  id: string;
  token: string;
  user_id: string;
  // As text: PostgreSQL's own, or what Better Auth stores in SQLite.
  expires_at: string;
}

interface AccountTables {
  session: Row;
  user: { id: string };
  journal: {
    user_id: string;
    closed_at: string | number | null;
    disabled_at: string | number | null;
  };
}

const byToken: Statement<AccountTables, { tokens: readonly string[] }, Row> = ({
  db,
  dialect,
  value,
}) =>
  db
    .selectFrom('session')
    .innerJoin('user', 'user.id', 'session.user_id')
    .leftJoin('journal', 'journal.user_id', 'session.user_id')
    .where(dialect.isAmong(sql.ref('session.token'), 'text', value('tokens')))
    // Not after the account was deleted or disabled: see tombstone.ts, disabling.ts.
    .where('journal.closed_at', 'is', null)
    .where('journal.disabled_at', 'is', null)
    .select(['session.id', 'session.token', 'session.user_id', 'session.expires_at']);
