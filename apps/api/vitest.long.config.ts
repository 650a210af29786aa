import { defineConfig } from 'vitest/config';

// The tests that get better with more rounds: `pnpm test:long`.
export default defineConfig({
  test: {
    globalSetup: ['@tydo/db/testing/setup'],
    setupFiles: ['@tydo/db/testing/long-timeouts', './src/testing/tell-logs.ts'],
    include: ['src/**/*.long.test.ts'],
    testTimeout: 60 * 60_000,
    hookTimeout: 120_000,
    provide: { long: true },
  },
});
