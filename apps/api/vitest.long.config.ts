import { defineConfig } from 'vitest/config';

// The tests that get better with more rounds: `pnpm test:long`.
export default defineConfig({
  test: {
    globalSetup: ['@tydo/db/testing/setup'],
    include: ['src/**/*.long.test.ts'],
    testTimeout: 60 * 60_000,
    hookTimeout: 30_000,
    provide: { long: true },
  },
});
