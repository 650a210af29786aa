import { defineConfig, devices } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: 'test-results',
  reporter: [['list']],
  // Two cores: one for the browser, one for the server.
  workers: 1,
  timeout: 60_000,
  use: { ...devices['Desktop Chrome'], trace: 'retain-on-failure' },
});
