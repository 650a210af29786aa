import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

// More rounds, and with another seed each time: what it finds is printed with its seed.
export default defineConfig({
  test: { ...config.test, setupFiles: [], testTimeout: 60 * 60_000, provide: { long: true } },
});
