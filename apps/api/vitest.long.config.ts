import { defineConfig } from 'vitest/config';

// The tests that get better with more rounds: `pnpm test:long`.
export default defineConfig({
  test: {
    globalSetup: ['@tydo/db/testing/setup'],
    setupFiles: ['./src/testing/print-server-logs.ts'],
    // And those that say how soon a caller is told: to the second only where nobody else uses the machine.
    include: [
      'src/**/*.long.test.ts',
      'src/{database-outage,main}.test.ts',
      // A hundred open one link at the same moment.
      'src/account/plugins/{change-email,email-verification}.test.ts',
    ],
    testTimeout: 60 * 60_000,
    hookTimeout: 120_000,
    provide: { long: true },
  },
});
