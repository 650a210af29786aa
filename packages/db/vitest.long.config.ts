import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

// The tests that get better with more rounds: `pnpm test:long`.
export default defineConfig({
  test: {
    ...config.test,
    // And those that say how soon a call is told: to the second only where nobody else uses the machine.
    include: [
      'src/**/*.long.test.ts',
      'src/postgres/{pool,timeouts}.test.ts',
      'src/sqlite/sqlite.test.ts',
    ],
    testTimeout: 60 * 60_000,
    provide: { long: true },
  },
});
