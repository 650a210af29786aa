// Exports all data of a person as JSON, page by page, so that it is never in memory as a whole.
import type { ExportPage, UnitOfWork } from '@tydo/db';
import { pageLimits } from '@tydo/schemas/paging';
import type { TokenRead } from '@tydo/schemas/token';
import type { Session, User } from 'better-auth';
import type { BetterAuthAdapter } from './better-auth-adapter.ts';

/** The export lists at most this many sessions; a session lives for a week. */
const maxSessions = 10_000;

/** What Better Auth stores about a person, without tokens and the password. */
export interface PersonalData {
  account: Pick<User, 'id' | 'name' | 'email' | 'emailVerified' | 'createdAt' | 'updatedAt'> & {
    image: string | null;
    /** Whether two-step sign-in is on. */
    twoFactorEnabled: boolean;
  };
  sessions: {
    createdAt: Date;
    expiresAt: Date;
    ipAddress: string | null;
    userAgent: string | null;
  }[];
}

/** @returns null if there is no such account. */
export async function personalData(
  adapter: BetterAuthAdapter,
  personId: string,
): Promise<PersonalData | null> {
  const where = [{ field: 'id', value: personId }];
  const user = await adapter.findOne<User & { twoFactorEnabled?: boolean | null }>({
    model: 'user',
    where,
  });
  if (!user) return null;
  const sessions = await adapter.findMany<Session>({
    model: 'session',
    where: [{ field: 'userId', value: personId }],
    sortBy: { field: 'createdAt', direction: 'desc' },
    limit: maxSessions,
  });
  const { id, name, email, emailVerified, createdAt, updatedAt, image = null } = user;
  const twoFactorEnabled = user.twoFactorEnabled === true;
  return {
    account: { id, name, email, emailVerified, createdAt, updatedAt, image, twoFactorEnabled },
    sessions: sessions.map((session) => ({
      createdAt: session.createdAt,
      expiresAt: session.expiresAt,
      ipAddress: session.ipAddress ?? null,
      userAgent: session.userAgent ?? null,
    })),
  };
}

/** Runs `work` with its own unit of work. */
export type WithUnit = <T>(work: (unit: UnitOfWork) => Promise<T>) => Promise<T>;

/** Yields the text in pieces; each page is read when the previous one was consumed. */
export async function* exportJson(data: PersonalData, withUnit: WithUnit): AsyncGenerator<string> {
  const head = JSON.stringify({ exportedAt: new Date(), ...data });
  yield head.slice(0, -1);
  for (const name of await withUnit(async (unit) => unit.export.names)) {
    yield `,${JSON.stringify(name)}:[`;
    yield* itemsOf<ExportPage['next']>((after) =>
      withUnit((unit) => unit.export.page(name, after)),
    );
    yield ']';
  }
  const tokens = await withUnit((unit) => unit.tokens.list());
  yield `,"tokens":${JSON.stringify(tokens.map(exportedToken))}`;
  yield ',"operations":[';
  yield* itemsOf<string>(async (cursor) => {
    const limit = pageLimits.page;
    const page = await withUnit(({ operations }) => operations.list({ limit, cursor }));
    return { items: page.items, next: page.nextCursor };
  });
  yield ']}\n';
}

/** Names, scopes and times. */
const exportedToken = ({ id, name, scopes, createdAt, expiresAt, lastUsedAt }: TokenRead) => ({
  id,
  name,
  scopes,
  createdAt,
  expiresAt,
  lastUsedAt,
});

interface Page<Position> {
  items: unknown[];
  next: Position | null;
}

async function* itemsOf<Position>(
  read: (after: Position | null) => Promise<Page<Position>>,
): AsyncGenerator<string> {
  let separator = '';
  for (let after: Position | null = null; ; separator = ',') {
    const { items, next }: Page<Position> = await read(after);
    if (items.length > 0) yield separator + items.map((item) => JSON.stringify(item)).join();
    if (next === null) return;
    after = next;
  }
}
