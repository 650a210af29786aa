import { defineConfig, devices } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: 'test-results',
  testIgnore: '*.long.spec.ts',
  grepInvert: /@long/,
  reporter: [['list']],
  // `npm test` runs these tests last and by themselves: two workers need half the time.
  workers: 2,
  // Generous limits, so that they only end tests that hang, even on a busy machine.
  timeout: 600_000,
  expect: { timeout: 120_000 },
  // Traces would take a seventh of the time; `pnpm e2e -- --trace on` records them.
  // `page.route` does not see what a service worker fetches: `service-worker.spec.ts` has its own.
  use: {
    ...devices['Desktop Chrome'],
    trace: 'off',
    serviceWorkers: 'block',
    contextOptions: { reducedMotion: 'reduce' },
  },
});
