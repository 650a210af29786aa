// `npm run admin -- COMMAND`: what an operator does with accounts, also while servers run. Prints the result on
// standard output, and the log on standard error.
import { resolve } from 'node:path';
import { openDatabase } from '@tydo/db';
import { createAuth } from '../account/auth.ts';
import { createKeyedLimiter } from '../concurrency/keyed-limiter.ts';
import { readEnv } from '../env.ts';
import { ownOrigins } from '../http/origin.ts';
import { createLog } from '../log.ts';
import { describeStartError } from '../start-error.ts';
import { runCommand } from './commands.ts';

const root = resolve(import.meta.dirname, '../../../..');

try {
  const env = readEnv(resolve(root, '.env'));
  const log = createLog(env.LOG_LEVEL, process.stderr);
  const pool = { poolSize: 1, maxOverflow: 1 };
  await using db = await openDatabase({ url: env.DATABASE_URL, baseDir: root, log, ...pool });
  const origins = ownOrigins(env.BETTER_AUTH_URL, env.PORT);
  const auth = createAuth({
    db,
    limiter: createKeyedLimiter(1),
    secret: env.BETTER_AUTH_SECRET,
    secrets: env.BETTER_AUTH_SECRETS,
    baseUrl: origins[0],
    origins,
    // It sends no mail: links are printed.
    mailer: { start: () => {}, send: async () => {}, close: async () => {} },
    requiresVerification: false,
    isSignUpOpen: true,
    log,
  });
  await auth.migrate();
  const { text, exit } = await runCommand(auth.operator, log, process.argv.slice(2));
  (exit === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  process.exitCode = exit;
} catch (error) {
  process.stderr.write(`${describeStartError(error)}\n`);
  process.exitCode = 1;
}
