import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The time-outs are generous, for a busy machine: they only end what hangs.
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Loading the server costs more than its tests.
    isolate: false,
  },
});
