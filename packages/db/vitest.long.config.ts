import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

// `pnpm test:long`: the tests with more repetitions and stricter time limits.
export default defineConfig({
  test: {
    ...config.test,
    setupFiles: [],
    // Tests of time limits in seconds need a machine without other load.
    include: [
      'src/**/*.long.test.ts',
      'src/postgres/{pool,timeouts}.test.ts',
      'src/sqlite/sqlite.test.ts',
    ],
    testTimeout: 60 * 60_000,
    provide: { long: true },
  },
});
