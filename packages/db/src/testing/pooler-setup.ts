// vitest's `globalSetup`: as setup.ts, with a PgBouncer in front of the server.
import type { TestProject } from 'vitest/node';
import { pgbouncer, startPgBouncer } from './pgbouncer.ts';
import { provideServer } from './setup.ts';

export default async function setupPooler(project: TestProject): Promise<() => Promise<void>> {
  if (pgbouncer === undefined) throw new Error('PgBouncer is not installed.');
  const server = await provideServer(project);
  const pooler = await startPgBouncer(pgbouncer, server.url);
  project.provide('poolerUrl', pooler.url);
  return async () => {
    await pooler.stop();
    await server.stop();
  };
}
