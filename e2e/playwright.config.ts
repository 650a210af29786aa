import { defineConfig, devices } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: 'test-results',
  reporter: [['list']],
  // The last of `npm test`, with the machine for itself: two take a fifth more CPU and half the time.
  workers: 2,
  // The limits only end what hangs, on a machine that is busy.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  // A trace of each test would cost a seventh of the time: `pnpm e2e -- --trace on` makes them.
  use: { ...devices['Desktop Chrome'], trace: 'off', contextOptions: { reducedMotion: 'reduce' } },
});
