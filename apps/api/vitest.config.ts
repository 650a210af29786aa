import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { globalSetup: ['@tydo/db/testing/setup'] } });
