import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The limits only end what hangs, on a machine that is busy.
  test: {
    globalSetup: ['@tydo/db/testing/setup'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Loading the server costs more than its tests.
    isolate: false,
  },
});
