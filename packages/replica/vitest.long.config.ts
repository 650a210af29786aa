import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

// The random tests, with more rounds.
export default defineConfig({
  test: {
    ...config.test,
    // PostgreSQL is in the long run only.
    globalSetup: ['@tydo/db/testing/setup'],
    include: ['src/{fuzz.long,same-rows,rebase,view,tydo/day-views,tydo/task-views}.test.ts'],
    testTimeout: 60 * 60_000,
    coverage: { enabled: false },
    provide: { long: true },
  },
});
