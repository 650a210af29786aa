// `pnpm test:long`: variations of what `npm test` tries once (tests with the tag `@long`; `@also-long` tries
// more here), and what a browser does to a page when it kills, freezes or starves it (`pnpm test:long device`).
import { defineConfig } from '@playwright/test';
import journeys from './playwright.config.ts';

export default defineConfig(journeys, {
  testMatch: '*.spec.ts',
  testIgnore: [],
  grep: /@long|@also-long|\.long\.spec\.ts/,
  grepInvert: [],
  metadata: { isLong: true },
  workers: 1,
  timeout: 20 * 60_000,
});
