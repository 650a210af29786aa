import { defineConfig, devices } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: 'test-results',
  reporter: [['list']],
  // Another worker costs another browser and more servers; `npm test` has other work for its core.
  workers: 1,
  // The limits only end what hangs, on a machine that is busy.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  // A trace of each test would cost a seventh of the time: `pnpm e2e -- --trace on` makes them.
  use: { ...devices['Desktop Chrome'], trace: 'off', contextOptions: { reducedMotion: 'reduce' } },
});
