import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Loading the server costs more than its tests.
    isolate: false,
    // The limits only end what hangs, on a machine that is busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 100_000 } },
    coverage: {
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.test.ts', 'src/testing/**'],
      reporter: ['text'],
      thresholds: { lines: 95, branches: 95 },
    },
  },
});
