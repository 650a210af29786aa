// vitest's `globalSetup`: one PostgreSQL server for a package's run.
import type { TestProject } from 'vitest/node';
import { type PostgresServer, startPostgres } from './postgres-server.ts';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  return (await provideServer(project)).stop;
}

/** Starts the server of `project`, and provides its address to the tests. */
export async function provideServer(project: TestProject): Promise<PostgresServer> {
  const server = await startPostgres();
  project.provide('postgresUrl', server.url);
  project.provide('postgresLog', server.log);
  return server;
}
