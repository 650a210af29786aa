// The reference of the API as it is now: its examples are played against a server of their own.
import { pino } from 'pino';
import { readEnv } from '../env.ts';
import { appRouter } from '../router.ts';
import { startServer } from '../server.ts';
import { examples } from './examples.ts';
import { createPlayer } from './play.ts';
import { referenceOf } from './reference.ts';

/** Where it stands. */
export const referenceFile = new URL('../../../../docs/api.md', import.meta.url);

export async function makeReference(): Promise<string> {
  const server = await startServer({
    env: readEnv('', {
      DATABASE_URL: 'sqlite::memory:',
      BETTER_AUTH_SECRET: crypto.randomUUID(),
      PORT: '0',
    }),
    log: pino({ level: 'silent' }),
    baseDir: import.meta.dirname,
    pageFolder: import.meta.dirname,
  });
  try {
    return await referenceOf(appRouter, examples, createPlayer(server.url));
  } finally {
    await server.stop();
  }
}
