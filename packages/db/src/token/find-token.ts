// Finds the person of a token, with every request that carries one, and keeps when tokens are used.
import type { Scope } from '@tydo/schemas/token';
import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';
import { type BatchLoader, createBatchLoader } from '../statement/batch-loader.ts';
import type { Execute, Statement } from '../statement/prepared.ts';
import { readToken, scopesIn, type TokenRow, type TokenTable, tokenColumns } from './token-row.ts';
import { hashOf, isTokenText, type TokenKind } from './token-text.ts';

/** A token that works now. */
export interface FoundToken {
  id: string;
  personId: string;
  name: string;
  scopes: Scope[];
  expiresAt: string | null;
  lastUsedAt: string | null;
}

/** Finds a token by its hash, unless it was revoked or its person was deleted or disabled. */
export type FindToken = BatchLoader<string, FoundToken>;

/** @param timeoutMs of a call. */
export const createTokenFinder = (execute: Execute, timeoutMs: number): FindToken =>
  createBatchLoader(timeoutMs, async (hashes) => {
    const rows = new Map((await execute(byHash, { hashes })).map((row) => [row.hash, row]));
    return hashes.map((hash) => {
      const row = rows.get(hash);
      if (!row) return undefined;
      const { id, name, expiresAt, lastUsedAt } = readToken(row);
      return { id, name, expiresAt, lastUsedAt, scopes: scopesIn(row), personId: row.user_id };
    });
  });

interface Tables extends TokenTable {
  user: { id: string };
  journal: {
    user_id: string;
    closed_at: string | number | null;
    disabled_at: string | number | null;
  };
}

const byHash: Statement<Tables, { hashes: readonly string[] }, TokenRow & { hash: string }> = ({
  db,
  dialect,
  value,
}) =>
  db
    .selectFrom('api_token')
    .innerJoin('user', 'user.id', 'api_token.user_id')
    .leftJoin('journal', 'journal.user_id', 'api_token.user_id')
    .where(dialect.isAmong(sql.ref('api_token.hash'), 'text', value('hashes')))
    .where('api_token.revoked_at', 'is', null)
    // Not after the account was deleted or disabled: see tombstone.ts, disabling.ts.
    .where('journal.closed_at', 'is', null)
    .where('journal.disabled_at', 'is', null)
    .select(tokenColumns.map((column) => `api_token.${column}` as const))
    .select('api_token.hash');

const hour = 3_600_000;

export interface TokenUse {
  /** The token of this text that works now. A wrong checksum needs no statement. */
  find: (text: string, kind: TokenKind) => Promise<FoundToken | undefined>;
  /** Ends the token of this text, if there is one. */
  end: (text: string) => Promise<void>;
  /** Deletes tokens that were revoked or expired before this time. */
  deleteEnded: (before: Date) => Promise<void>;
}

export function createTokenUse(
  db: Kysely<never>,
  dialect: Dialect,
  findToken: FindToken,
): TokenUse {
  const writing = new Set<string>();

  /** At most once an hour for each token. Not awaited: a call must not fail or wait because of it. */
  function noteUse({ id, personId, lastUsedAt }: FoundToken): void {
    const now = Date.now();
    const key = `${personId} ${id}`;
    if (writing.has(key) || (lastUsedAt !== null && now - Date.parse(lastUsedAt) < hour)) return;
    writing.add(key);
    const [at, earlier] = [now, now - hour].map((time) => dialect.storedTime(new Date(time)));
    sql`update api_token set last_used_at = ${at} where user_id = ${personId} and id = ${id}
      and (last_used_at is null or last_used_at < ${earlier})`
      .execute(db)
      // The database is unavailable, or closing: the next call tries again.
      .catch(() => {})
      .finally(() => writing.delete(key));
  }

  return {
    async find(text, kind) {
      if (!isTokenText(text, kind)) return undefined;
      const found = await findToken(hashOf(text));
      if (!found) return undefined;
      if (found.expiresAt !== null && Date.parse(found.expiresAt) <= Date.now()) return undefined;
      noteUse(found);
      return found;
    },

    async end(text) {
      if (!isTokenText(text, 'pat') && !isTokenText(text, 'feed')) return;
      await sql`update api_token set revoked_at = ${dialect.storedTime(new Date())}
        where hash = ${hashOf(text)} and revoked_at is null`.execute(db);
    },

    async deleteEnded(before) {
      const time = dialect.storedTime(before);
      await sql`delete from api_token where revoked_at < ${time} or expires_at < ${time}`.execute(
        db,
      );
    },
  };
}
