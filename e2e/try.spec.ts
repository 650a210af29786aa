import { expect, newTask, signUp, test } from './fixtures.ts';

test.use({ expectedErrors: /./ });
const shots = '/tmp/shots18';
test('try', async ({ page, browser }) => {
  test.setTimeout(120_000);
  page.on('pageerror', (e) => console.log('PAGEERROR', e.message));
  page.on(
    'console',
    (m) =>
      m.type() === 'error' && !/Failed to load/.test(m.text()) && console.log('CONSOLE', m.text()),
  );
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.route('**/trpc/sync.push', (r) => r.abort());
  await signUp(page, 'Ann');
  for (const t of [
    'Plan the trip to Lisbon',
    'Buy paint',
    'Call Grandma',
    'Water the plants',
    'A very long title that goes on and on and on, so that it has to be wrapped into a second line of the row, and further',
    'Last',
  ]) {
    await newTask(page).fill(t);
    await page.keyboard.press('Enter');
  }
  const row = (t: string) => page.getByRole('listitem').filter({ hasText: t });
  await expect(row('Last')).toBeVisible();
  await row('Plan').getByRole('link').click();
  const panel = page.getByLabel('Task details');
  await expect(panel).toBeVisible();
  console.log(page.url());
  for (const t of ['Book flights', 'Find a flat', 'Pack']) {
    await panel.getByLabel('New subtask').fill(t);
    await page.keyboard.press('Enter');
  }
  await panel.getByRole('checkbox', { name: 'Pack' }).check();
  await panel.getByText('High').click();
  await panel.getByRole('button', { name: 'Add labels' }).click();
  await page.keyboard.type('travel');
  await page.keyboard.press('Enter');
  await page.keyboard.type('family');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${shots}/1-picker.png` });
  await page.keyboard.press('Escape');
  await panel.getByLabel('Description').fill('Two weeks in May.\nAsk Bo for the flat he had.');
  await panel.getByLabel('Title').click();
  await panel.getByRole('button', { name: 'History' }).click();
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${shots}/2-panel.png` });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: `${shots}/3-panel-dark.png` });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  console.log(
    'after close',
    page.url(),
    await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200)),
  );
  await row('Find a flat').getByRole('link').click();
  await panel.getByLabel('New subtask').fill('Ask Bo');
  await page.keyboard.press('Enter');
  await page.goBack();
  await expect(panel).toHaveCount(0);
  await row('Call Grandma').hover();
  await page.screenshot({ path: `${shots}/4-list.png` });
  await row('Call Grandma').getByRole('link').click({ button: 'right' });
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${shots}/5-menu.png` });
  await page.getByRole('menuitem', { name: 'Labels…' }).click();
  await page.waitForTimeout(200);
  await page.screenshot({ path: `${shots}/6-labels.png` });
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await row('Buy paint')
    .getByRole('link')
    .click({ modifiers: ['Control'] });
  await row('Water')
    .getByRole('link')
    .click({ modifiers: ['Shift'] });
  await expect(page.getByRole('toolbar')).toBeVisible();
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${shots}/7-select.png` });
  await page.keyboard.press('Escape');
  // keyboard
  await row('Buy paint').getByRole('checkbox').focus();
  await page.keyboard.press('Alt+ArrowDown');
  await page.waitForTimeout(100);
  console.log(
    'focus',
    await page.evaluate(() => document.activeElement?.closest('li')?.textContent?.slice(0, 60)),
  );
  console.log(await page.getByRole('listitem').allInnerTexts());
  await page.keyboard.press('Alt+ArrowRight');
  await page.waitForTimeout(100);
  console.log(
    'focus',
    await page.evaluate(() => document.activeElement?.closest('li')?.textContent?.slice(0, 60)),
  );
  await page.screenshot({ path: `${shots}/8-indent.png` });
  // drag
  const from = await row('Last').getByRole('link').boundingBox();
  const to = await row('Book flights').boundingBox();
  if (!from || !to) throw new Error('box');
  await page.mouse.move(from.x + 10, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 20, from.y - 20, { steps: 4 });
  await page.mouse.move(to.x + 60, to.y + 4, { steps: 8 });
  await page.waitForTimeout(100);
  await page.screenshot({ path: `${shots}/9-drag.png` });
  await page.mouse.up();
  await page.waitForTimeout(100);
  await page.screenshot({ path: `${shots}/10-dropped.png` });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: `${shots}/11-phone.png` });
  await row('Plan').getByRole('link').first().click();
  await page.waitForTimeout(400);
  await page.screenshot({ path: `${shots}/12-phone-detail.png` });
});
