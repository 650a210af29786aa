import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

// The random tests, with more rounds.
export default defineConfig({
  test: {
    ...config.test,
    include: [
      'src/{date,order,quick-add,task-tree}.test.ts',
      'src/filter/{matches,parse-filter}.test.ts',
      'src/quick-add/rules.test.ts',
      'src/recurrence/properties.test.ts',
    ],
    testTimeout: 60 * 60_000,
    coverage: { enabled: false },
    provide: { long: true },
  },
});
