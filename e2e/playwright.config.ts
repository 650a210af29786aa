import { defineConfig, devices } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: 'test-results',
  reporter: [['list']],
  // A journey waits more than it computes.
  workers: 2,
  // The limits only end what hangs, on a machine that is busy.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  // Pictures would cost a tenth of the time; what each step found is kept as it was.
  use: { ...devices['Desktop Chrome'], trace: { mode: 'retain-on-failure', screenshots: false } },
});
