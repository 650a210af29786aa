// `pnpm --filter @tydo/e2e icons` makes the PNG icons of the page from its favicon.
import { readFile } from 'node:fs/promises';
import { test } from '@playwright/test';
import { browser } from './browser.ts';

const folder = new URL('../apps/web/public/', import.meta.url).pathname;

test.use({ launchOptions: [({}, use) => use(browser()), { scope: 'worker' }] });

// Systems cut maskable and Apple's icons to their own shapes, so these have no corners of their own. The
// check lies within the circle that is always shown.
for (const { file, size, isCut } of [
  { file: 'icon-192.png', size: 192, isCut: false },
  { file: 'icon-512.png', size: 512, isCut: false },
  { file: 'icon-maskable-512.png', size: 512, isCut: true },
  { file: 'apple-touch-icon.png', size: 180, isCut: true },
]) {
  test(file, async ({ page }) => {
    const favicon = await readFile(`${folder}favicon.svg`, 'utf8');
    const svg = isCut ? favicon.replace(/ rx="\d+"/, '') : favicon;
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
    await page.screenshot({ path: folder + file, omitBackground: true });
  });
}
