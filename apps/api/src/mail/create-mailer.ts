// Chooses how a server delivers mail.
import { dirname, join, resolve } from 'node:path';
import { parseDatabaseUrl } from '@tydo/db';
import type { Logger } from 'pino';
import type { Env } from '../env.ts';
import type { Mailer } from './mailer.ts';
import { createOutbox } from './outbox.ts';

/**
 * SMTP if SMTP_URL is set; otherwise files in the folder `outbox`, beside the SQLite file or in `data`.
 *
 * @param baseDir the base of relative paths.
 */
export async function createMailer(env: Env, baseDir: string, log: Logger): Promise<Mailer> {
  const { SMTP_URL: url, MAIL_FROM: from = 'Tydo <tydo@localhost>' } = env;
  if (url !== undefined) {
    // Loading nodemailer takes time, so it is loaded only when it is needed.
    const { createSmtp } = await import('./smtp.ts');
    return createSmtp({ url, from, log });
  }
  const target = parseDatabaseUrl(env.DATABASE_URL, baseDir);
  const isFile = target.engine === 'sqlite' && target.path !== ':memory:';
  const data = isFile ? dirname(target.path) : resolve(baseDir, 'data');
  return createOutbox(join(data, 'outbox'), from, log);
}
