import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

// Packing takes long.
export default defineConfig({
  test: { ...config.test, include: ['src/*.long.test.ts'], provide: { long: true } },
});
