// `npm run seed`: a person with data to develop with, in the database of `.env`. Harmless when repeated.
import { resolve } from 'node:path';
import { ConfigError, openDatabase } from '@tydo/db';
import { isProduction, readEnv } from '../env.ts';
import { createLog } from '../log.ts';
import { describeStartError } from '../start-error.ts';
import { seedLists } from './lists.ts';
import { personId, signIn } from './person.ts';
import { seedTasks } from './tasks.ts';

const root = resolve(import.meta.dirname, '../../../..');
/** One for each noun: adds its rows, and says what it did. It leaves a person's own rows as they are. */
const seeds = [seedLists, seedTasks];

try {
  const file = resolve(root, '.env');
  if (isProduction(file)) {
    throw new ConfigError(
      'NODE_ENV is production: an account with a known password is not made there.',
    );
  }
  const env = readEnv(file);
  if (env.SMTP_URL !== undefined) {
    throw new ConfigError(
      'SMTP_URL is set, so a new account must open a link in a mail before it can sign in: seed without it.',
    );
  }
  const db = await openDatabase({ url: env.DATABASE_URL, baseDir: root });
  try {
    const { id, isNew } = await personId(db, env, createLog('silent'));
    const said = [isNew ? 'An account was made.' : 'The account is there already.'];
    for (const seed of seeds) said.push(await seed(db.unitOfWork(id)));
    const url = env.BETTER_AUTH_URL ?? `http://localhost:${env.PORT}`;
    process.stdout.write(
      `${said.join(' ')}\n\n  Page      ${url}\n  Email     ${signIn.email}\n  Password  ${signIn.password}\n\n`,
    );
  } finally {
    await db.close();
  }
} catch (error) {
  process.stderr.write(`${describeStartError(error)}\n`);
  process.exitCode = 1;
}
