import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The limits only end what hangs, on a machine that is busy.
  test: {
    isolate: false,
    globalSetup: ['@tydo/db/testing/setup'],
    setupFiles: ['@tydo/db/testing/long-timeouts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
