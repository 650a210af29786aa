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
      // Cases that `npm test` leaves out.
      'src/{fixtures,open-database}.test.ts',
      'src/account/tombstone.test.ts',
      'src/list/failures.test.ts',
      'src/operation/operations.test.ts',
      'src/postgres/{names,tls}.test.ts',
      'src/schema/versions.test.ts',
      'src/sqlite/open-file.test.ts',
      'src/task/{fields,filter-statement,large-trees,tasks}.test.ts',
    ],
    testTimeout: 60 * 60_000,
    provide: { long: true },
  },
});
