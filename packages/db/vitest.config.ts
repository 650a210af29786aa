import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { pgbouncer } from './src/testing/pgbouncer.ts';

if (pgbouncer === undefined) {
  process.stdout.write(
    'PgBouncer is not installed: the tests through PgBouncer are skipped (Debian: apt-get install pgbouncer).\n',
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

// The same suite through PgBouncer, as behind Neon's pooler.
const throughPgBouncer: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: 'through PgBouncer',
    globalSetup: './src/testing/pooler-setup.ts',
    exclude: [
      // These use no PostgreSQL, or a server of their own.
      'src/sqlite/*.test.ts',
      'src/postgres/{start-error,tls}.test.ts',
      'src/connection/url.test.ts',
      'src/owner-filter.test.ts',
      // These count or kill connections, which a pooler shares.
      'src/all-or-nothing.long.test.ts',
      'src/postgres/{killed-backends.long,pool,timeouts}.test.ts',
      // A pooler keeps the sessions of a server that has stopped.
      'src/backup/postgres.test.ts',
      // These change settings for new connections; a pooler keeps old ones.
      'src/postgres/settings.test.ts',
      'src/schema/rights.test.ts',
      // These are about the statements, not the connection.
      'src/task/{paging.long,plans.long,races.long,task.types}.test.ts',
    ],
  },
};

export default defineConfig({
  test: {
    projects: pgbouncer === undefined ? [directly] : [directly, throughPgBouncer],
    // Most of the time is spent waiting, for locks above all.
    maxWorkers: 2,
    // The files share nothing but code, and loading that is slow.
    isolate: false,
    setupFiles: ['../schemas/src/testing/fixed-seed.ts'],
    include: ['src/**/*.test.ts'],
    coverage: {
      include: ['src/**/*.ts'],
      exclude: ['src/testing/**', 'src/**/*.test.ts'],
      reporter: ['text'],
      thresholds: { lines: 95, branches: 95 },
    },
    // High enough for a busy machine: they only end tests that hang.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 100_000 } },
  },
});
