// Accounts over a database, for commands that only need their tables.
import { randomUUID } from 'node:crypto';
import { openDatabase } from '@tydo/db';
import { type Auth, createAuth } from '../account/auth.ts';
import { createKeyedLimiter } from '../concurrency/keyed-limiter.ts';
import { createLog } from '../log.ts';

/** Opens the database of a URL, which creates our tables there, and closes it after `work`. */
export async function withAuth<T>(
  url: string,
  baseDir: string,
  work: (auth: Auth) => T,
): Promise<Awaited<T>> {
  const db = await openDatabase({ url, baseDir });
  try {
    const baseUrl = 'http://localhost';
    const auth = createAuth({
      db,
      limiter: createKeyedLimiter(1),
      secret: randomUUID(),
      secrets: undefined,
      baseUrl,
      origins: [baseUrl],
      mailer: { start: () => {}, send: async () => {}, close: async () => {} },
      requiresVerification: false,
      isSignUpOpen: false,
      log: createLog('silent'),
    });
    return await work(auth);
  } finally {
    await db.close();
  }
}
