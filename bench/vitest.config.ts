import { defineConfig } from 'vitest/config';

// One file at a time, so that measurements do not disturb each other.
export default defineConfig({
  test: {
    globalSetup: ['@tydo/db/testing/setup'],
    include: ['*.bench.ts'],
    fileParallelism: false,
    testTimeout: 20 * 60_000,
  },
});
