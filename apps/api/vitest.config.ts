import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['@tydo/db/testing/setup'],
    setupFiles: ['./src/testing/print-server-logs.ts'],
    // No test changes a module, and loading all of them for each file is a third of the time.
    isolate: false,
    // They wait a lot: for processes that they start, for locks, and for answers that take half a second.
    maxWorkers: 2,
    // The limits only end what hangs, on a machine that is busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
