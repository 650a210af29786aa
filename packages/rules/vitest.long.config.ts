import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

// With another seed each time: what it finds is printed with its seed.
export default defineConfig({ test: { ...config.test, setupFiles: [] } });
