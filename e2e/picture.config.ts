// `pnpm --filter @tydo/e2e picture` takes the screenshots for the README, `screenshots` all screens, `icons` makes the page's icons.
import { defineConfig } from '@playwright/test';
import journeys from './playwright.config.ts';

export default defineConfig(journeys, { testMatch: ['picture.ts', 'screenshots.ts', 'icons.ts'] });
