// `pnpm test:long device`: what a browser does to a page when it kills, freezes or starves it.
import { defineConfig } from '@playwright/test';
import journeys from './playwright.config.ts';

export default defineConfig(journeys, {
  testMatch: '*.long.spec.ts',
  testIgnore: [],
  workers: 1,
  timeout: 20 * 60_000,
});
