// Which of the two ends of mail a server has.
import { dirname, join, resolve } from 'node:path';
import { parseDatabaseUrl } from '@tydo/db';
import type { Logger } from 'pino';
import type { Env } from '../env.ts';
import type { Mailer } from './mailer.ts';
import { createOutbox } from './outbox.ts';

/**
 * SMTP where it is set; else a folder `outbox` beside the SQLite file, or in `data` where there is
 * none.
 *
 * @param baseDir what relative paths start from.
 */
export async function createMailer(env: Env, baseDir: string, log: Logger): Promise<Mailer> {
  const { SMTP_URL: url, MAIL_FROM: from = 'Tydo <tydo@localhost>' } = env;
  if (url !== undefined) {
    // Only who needs it waits for nodemailer to be loaded.
    const { createSmtp } = await import('./smtp.ts');
    return createSmtp({ url, from, log });
  }
  const target = parseDatabaseUrl(env.DATABASE_URL, baseDir);
  const isFile = target.engine === 'sqlite' && target.path !== ':memory:';
  const data = isFile ? dirname(target.path) : resolve(baseDir, 'data');
  return createOutbox(join(data, 'outbox'), from, log);
}
