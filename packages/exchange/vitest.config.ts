import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    isolate: false,
    // Generous, for a busy machine: it only ends what hangs.
    testTimeout: 30_000,
    coverage: {
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.test.ts'],
      reporter: ['text'],
      thresholds: { lines: 95, branches: 95 },
    },
  },
});
