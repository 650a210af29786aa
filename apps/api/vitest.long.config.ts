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
      // Engines and cases that `npm test` leaves out.
      'src/{older-versions,startup}.test.ts',
      'src/{account,admin,backup,feed,seed,token}/**/*.test.ts',
      'src/faces/credentials.test.ts',
      'src/sync/push.test.ts',
    ],
    testTimeout: 60 * 60_000,
    hookTimeout: 120_000,
    provide: { long: true },
  },
});
