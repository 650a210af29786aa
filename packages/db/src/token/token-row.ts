// Rows of `api_token`, as either engine returns them.
import type { Scope, TokenRead } from '@tydo/schemas/token';
import { timeOf } from '../statement/iso-time.ts';

type Time = string | number;

export interface TokenRow {
  user_id: string;
  id: string;
  name: string;
  start: string;
  /** JSON, as text on SQLite. */
  scopes: string | Scope[];
  created_at: Time;
  expires_at: Time | null;
  last_used_at: Time | null;
}

export const tokenColumns = [
  'user_id',
  'id',
  'name',
  'start',
  'scopes',
  'created_at',
  'expires_at',
  'last_used_at',
] as const;

export interface TokenTable {
  api_token: TokenRow & { hash: string; revoked_at: Time | null };
}

export const readToken = (row: TokenRow): TokenRead => ({
  id: row.id,
  name: row.name,
  scopes: scopesIn(row),
  start: row.start,
  createdAt: timeOf(row.created_at),
  expiresAt: timeOrNull(row.expires_at),
  lastUsedAt: timeOrNull(row.last_used_at),
});

export const scopesIn = ({ scopes }: Pick<TokenRow, 'scopes'>): Scope[] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `Tokens.create` writes the column.
  typeof scopes === 'string' ? (JSON.parse(scopes) as Scope[]) : scopes;

const timeOrNull = (time: Time | null): string | null => (time === null ? null : timeOf(time));
