// `pnpm --filter @tydo/e2e picture` takes the picture for the README from the running app.
import { defineConfig } from '@playwright/test';
import journeys from './playwright.config.ts';

export default defineConfig(journeys, { testMatch: 'picture.ts' });
