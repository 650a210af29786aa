// All that is kept of a person, as one JSON text: page by page, so that nobody's million tasks are held
// in memory.
import type { UnitOfWork } from '@tydo/db';
import { taskLimits } from '@tydo/schemas/task';
import type { Session, User } from 'better-auth';
import type { Rows } from './rows.ts';

/** More are not told of; a session lives for a week. */
const mostSessions = 10_000;

/** What Better Auth keeps: no token, no password. */
export interface PersonalData {
  account: Pick<User, 'id' | 'name' | 'email' | 'emailVerified' | 'createdAt' | 'updatedAt'> & {
    image: string | null;
  };
  sessions: {
    createdAt: Date;
    expiresAt: Date;
    ipAddress: string | null;
    userAgent: string | null;
  }[];
}

/** @returns null where there is no such account. */
export async function personalData(rows: Rows, personId: string): Promise<PersonalData | null> {
  const where = [{ field: 'id', value: personId }];
  const user = await rows.findOne<User>({ model: 'user', where });
  if (!user) return null;
  const sessions = await rows.findMany<Session>({
    model: 'session',
    where: [{ field: 'userId', value: personId }],
    sortBy: { field: 'createdAt', direction: 'desc' },
    limit: mostSessions,
  });
  const { id, name, email, emailVerified, createdAt, updatedAt, image = null } = user;
  return {
    account: { id, name, email, emailVerified, createdAt, updatedAt, image },
    sessions: sessions.map((session) => ({
      createdAt: session.createdAt,
      expiresAt: session.expiresAt,
      ipAddress: session.ipAddress ?? null,
      userAgent: session.userAgent ?? null,
    })),
  };
}

/** Runs `work` with a unit of work for it alone. */
export type WithUnit = <T>(work: (unit: UnitOfWork) => Promise<T>) => Promise<T>;

/** The text in pieces; the next page is read when the last was taken. */
export async function* exportOf(data: PersonalData, withUnit: WithUnit): AsyncGenerator<string> {
  const head = JSON.stringify({ exportedAt: new Date(), ...data });
  const limit = taskLimits.page;
  yield `${head.slice(0, -1)},"tasks":[`;
  yield* itemsOf((cursor) => withUnit(({ tasks }) => tasks.list({ limit, cursor })));
  yield '],"operations":[';
  yield* itemsOf((cursor) => withUnit(({ operations }) => operations.list({ limit, cursor })));
  yield ']}\n';
}

interface Page {
  items: unknown[];
  nextCursor: string | null;
}

async function* itemsOf(read: (cursor: string | null) => Promise<Page>): AsyncGenerator<string> {
  let separator = '';
  for (let cursor: string | null = null; ; separator = ',') {
    const { items, nextCursor }: Page = await read(cursor);
    if (items.length > 0) yield separator + items.map((item) => JSON.stringify(item)).join();
    if (nextCursor === null) return;
    cursor = nextCursor;
  }
}
