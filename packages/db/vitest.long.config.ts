import { defineConfig } from 'vitest/config';

// The tests that get better with more rounds: `pnpm test:long`.
export default defineConfig({
  test: {
    globalSetup: ['./src/testing/setup.ts'],
    include: ['src/engines-agree.test.ts'],
    testTimeout: 30 * 60_000,
    hookTimeout: 30_000,
    provide: { rounds: 2_000 },
  },
});
