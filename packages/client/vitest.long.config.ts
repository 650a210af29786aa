import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

// Durations to the second: needs an otherwise idle machine.
export default defineConfig({
  test: { ...config.test, include: ['src/failure.test.ts'], provide: { long: true } },
});
