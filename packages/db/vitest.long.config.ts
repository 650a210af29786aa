import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

// The tests that get better with more rounds: `pnpm test:long`.
export default defineConfig({
  test: {
    ...config.test,
    include: ['src/**/*.long.test.ts'],
    testTimeout: 60 * 60_000,
    provide: { long: true },
  },
});
