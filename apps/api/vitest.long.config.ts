import { defineConfig } from 'vitest/config';

// The long run: tests that find more with more rounds (`pnpm test:long`).
export default defineConfig({
  test: {
    globalSetup: ['@tydo/db/testing/setup'],
    setupFiles: ['./src/testing/print-server-logs.ts'],
    include: [
      'src/**/*.long.test.ts',
      // Their response times are exact only on an idle machine.
      'src/{database-outage,main}.test.ts',
      // In the long run, a hundred requests open one link at the same moment.
      'src/account/plugins/{change-email,email-verification}.test.ts',
    ],
    testTimeout: 60 * 60_000,
    hookTimeout: 120_000,
    provide: { long: true },
  },
});
