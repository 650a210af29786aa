import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

export default defineConfig({
  test: {
    ...config.test,
    // PostgreSQL is in the long run only.
    globalSetup: ['@tydo/db/testing/setup'],
    // Durations to the second, for an otherwise idle machine; and both engines.
    include: ['src/{failure,client,fields}.test.ts'],
    provide: { long: true },
  },
});
