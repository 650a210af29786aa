import { defineConfig } from 'vitest/config';

// No test measures time; the limit only ends what hangs, on a machine that is busy.
export default defineConfig({ test: { testTimeout: 30_000 } });
