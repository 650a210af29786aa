import { defineConfig } from 'vitest/config';

// One after the other: what is measured has the machine to itself.
export default defineConfig({
  test: {
    globalSetup: ['@tydo/db/testing/setup'],
    include: ['*.bench.ts'],
    fileParallelism: false,
    testTimeout: 20 * 60_000,
  },
});
