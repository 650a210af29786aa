import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';
const own = (base as any).test ?? {};
export default mergeConfig(base, defineConfig({ test: { maxWorkers: 1, setupFiles: ['./t20-setup.ts'] } }));
