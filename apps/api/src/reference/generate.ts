// Generates docs/api.md and the other descriptions of the router. Its examples run against a new server.
import { pino } from 'pino';
import { readEnv } from '../env.ts';
import { describeProcedures } from '../faces/describe.ts';
import { proceduresOf } from '../faces/procedures.ts';
import { openApiOf } from '../rest/document.ts';
import { appRouter } from '../router.ts';
import { startServer } from '../server.ts';
import { createCallRunner } from './call-runner.ts';
import { examples } from './examples.ts';
import { renderReference } from './render.ts';

export const referenceFile = new URL('../../../../docs/api.md', import.meta.url);

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** What is made from the router without a server. */
export const madeFiles = [
  {
    file: new URL('../../../../packages/cli/procedures.json', import.meta.url),
    make: () => json(describeProcedures(appRouter)),
  },
  {
    file: new URL('../../../../docs/openapi.json', import.meta.url),
    make: () => json(openApiOf(proceduresOf(appRouter))),
  },
];

export async function generateReference(): Promise<string> {
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
    return await renderReference(appRouter, examples, createCallRunner(server.url));
  } finally {
    await server.stop();
  }
}
