import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

// How long it takes, to the second: only where nobody else uses the machine.
export default defineConfig({
  test: { ...config.test, include: ['src/failure.test.ts'], provide: { long: true } },
});
