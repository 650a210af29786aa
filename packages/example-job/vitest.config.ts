import { defineConfig } from 'vitest/config';

export default defineConfig({
  // High enough for a busy machine: they only end tests that hang.
  test: {
    isolate: false,
    globalSetup: ['@tydo/db/testing/setup'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 100_000 } },
  },
});
