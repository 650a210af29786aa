import { defineConfig } from 'vitest/config';

// The random histories, with more rounds: `pnpm test:long`.
export default defineConfig({
  test: {
    globalSetup: ['@tydo/db/testing/setup'],
    include: ['src/**/*.long.test.ts'],
    testTimeout: 60 * 60_000,
    hookTimeout: 120_000,
    provide: { long: true },
  },
});
