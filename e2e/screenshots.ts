// `pnpm --filter @tydo/e2e screenshots` takes every screen, light and dark, on a phone and on a desktop.
import type { Page } from '@playwright/test';
import { expect, newTask, sidebar, signUp, test } from './fixtures.ts';
import { fillAccount } from './sample-account.ts';

const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

type Screen = readonly [name: string, path: string, open?: (page: Page) => Promise<unknown>];

const box = (page: Page) => page.getByRole('checkbox', { name: 'Renew the passport' });

async function showSidebar(page: Page): Promise<void> {
  const show = page.getByRole('button', { name: 'Show the sidebar' });
  if (await show.isVisible()) await show.click();
}

const follow = (name: string) => async (page: Page) => {
  await showSidebar(page);
  await sidebar(page).getByRole('link', { name }).click();
};

/** The keys of a row come after the row: until what they open is there. */
const pressOnRow = (key: string, role: 'toolbar' | 'menu' | 'dialog') => async (page: Page) => {
  await expect(async () => {
    await box(page).press(key);
    await expect(page.getByRole(role).first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
};

const visitors: readonly Screen[] = [
  ['sign-in', '/sign-in'],
  ['sign-up', '/sign-up'],
  ['forgot-password', '/forgot-password'],
];

const empty: readonly Screen[] = [
  '/',
  '/today',
  '/upcoming',
  '/logbook',
  '/history',
  '/search',
].map((path) => [`empty-${path.slice(1) || 'inbox'}`, path]);

const screens: readonly Screen[] = [
  ['inbox', '/'],
  ['today', '/today'],
  ['upcoming', '/upcoming'],
  ['logbook', '/logbook'],
  ['history', '/history'],
  ['search', '/search?q=t'],
  ['account', '/account'],
  ['not-found', '/nowhere'],
  ['list', '/', follow('Trip to Lisbon')],
  ['label', '/', follow('phone')],
  ['filter', '/', follow('Soon')],
  ['sidebar', '/', showSidebar],
  [
    'palette',
    '/',
    async (page) => {
      await page.keyboard.press('Control+K');
      await page.getByRole('dialog').getByRole('combobox').fill('p');
    },
  ],
  [
    'keys',
    '/logbook',
    async (page) => {
      await page.getByRole('heading', { level: 1 }).click();
      await page.keyboard.press('?');
    },
  ],
  ['details', '/', (page) => page.getByRole('link', { name: 'Renew the passport' }).click()],
  [
    'menu',
    '/',
    (page) => page.getByRole('button', { name: 'More for “Renew the passport”' }).click(),
  ],
  ['due', '/', pressOnRow('d', 'dialog')],
  ['selection', '/', pressOnRow('x', 'toolbar')],
  ['quick-add', '/', (page) => newTask(page).fill('Call Bo tomorrow 9am every week @phone p1')],
];

async function takeAll(page: Page, size: string, all: readonly Screen[]): Promise<void> {
  for (const [name, path, open] of all) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await open?.(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // Pictures are for people: what moves may come to rest.
      await page.waitForTimeout(300);
      await page.screenshot({ path: `screenshots/${name}-${size}-${colorScheme}.png` });
    }
  }
}

for (const [size, viewport] of Object.entries(sizes)) {
  test.describe(size, () => {
    test.use({ viewport });

    test('takes every screen', async ({ page }) => {
      await takeAll(page, size, visitors);
      await signUp(page, 'Ann Example');
      await takeAll(page, size, empty);
      await page.goto('/');
      await expect(newTask(page)).toBeVisible();
      await fillAccount(page);
      await takeAll(page, size, screens);
    });
  });
}
