import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { pgbouncer } from './src/testing/pgbouncer.ts';

if (pgbouncer === undefined) {
  process.stdout.write(
    'PgBouncer is not installed: nothing is tested through it (Debian: apt-get install pgbouncer).\n',
  );
}

const directly: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: 'directly',
    globalSetup: './src/testing/setup.ts',
    exclude: ['src/postgres/pooler.test.ts'],
  },
};

// The same suite, as behind Neon's pooler.
const throughPgBouncer: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: 'through PgBouncer',
    globalSetup: './src/testing/pooler-setup.ts',
    exclude: [
      // Without PostgreSQL, or with a server of its own.
      'src/sqlite/*.test.ts',
      'src/postgres/{start-error,tls}.test.ts',
      'src/connection/url.test.ts',
      'src/owner.test.ts',
      // About our own connections, which a pooler multiplies.
      'src/all-or-nothing.long.test.ts',
      'src/postgres/{killed-backends.long,pool,timeouts}.test.ts',
      // About settings that only new connections have; a pooler keeps its own.
      'src/schema/rights.test.ts',
      // About what we ask, not over what.
      'src/task/{paging.long,plans.long,races.long,task.types}.test.ts',
    ],
  },
};

export default defineConfig({
  test: {
    projects: pgbouncer === undefined ? [directly] : [directly, throughPgBouncer],
    // Most of the time is waited, for locks above all.
    maxWorkers: 2,
    // One world for all files of a worker: they share nothing but code, and loading that is dear.
    isolate: false,
    include: ['src/**/*.test.ts'],
    coverage: {
      include: ['src/**/*.ts'],
      exclude: ['src/testing/**', 'src/**/*.test.ts'],
      reporter: ['text'],
      thresholds: { lines: 95, branches: 95 },
    },
    // The limits only end what hangs, on a machine that is busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
