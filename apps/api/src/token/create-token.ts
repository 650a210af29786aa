import type { UnitOfWork } from '@tydo/db';
import type { TokenCreate, TokenCreated } from '@tydo/schemas/token';
import type { TokenAnnouncements } from '../trpc/context.ts';

/** Creates a token, and tells its person by mail. @throws as `unit.tokens.create`. */
export async function createToken(
  { unit, tokens }: { unit: UnitOfWork; tokens: TokenAnnouncements },
  input: TokenCreate,
): Promise<TokenCreated> {
  const { email } = await unit.account.get();
  const { row, text } = await unit.tokens.create(input);
  tokens.announce(email, row);
  return { ...row, token: text, feed: row.scopes.includes('feed') ? tokens.feedUrl(text) : null };
}
