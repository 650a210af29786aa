import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['@tydo/db/testing/setup'],
    setupFiles: [
      './src/testing/print-server-logs.ts',
      '../../packages/schemas/src/testing/fixed-seed.ts',
    ],
    // No test changes a module. Loading all modules for each file would take a third of the time.
    isolate: false,
    // The tests mostly wait: for processes, for locks, and for responses with a minimum duration.
    maxWorkers: 2,
    // Only for tests that hang, on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 100_000 } },
  },
});
