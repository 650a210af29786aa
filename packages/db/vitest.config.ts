import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['./src/testing/setup.ts'],
    // No test measures time; the limits only end what hangs, on a machine that is busy.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
