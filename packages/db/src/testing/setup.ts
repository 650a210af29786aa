// vitest's `globalSetup`: one PostgreSQL server for a package's run.
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres-server.ts';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  project.provide('postgresUrl', server.url);
  project.provide('postgresLog', server.log);
  return server.stop;
}
