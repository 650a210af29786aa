// A list that is longer than the window: only the rows in the window are rendered.
import { expect, message, sidebar, signUp, test } from './fixtures.ts';

test('a long list keeps the focus of a row and its place, and a message covers neither the focus nor the end', async ({
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 560 });
  await signUp(page, 'Ann');
  const headers = { origin: new URL(page.url()).origin };
  const tasks = Array.from({ length: 100 }, (_, at) => ({ title: `Number ${at + 1}` }));
  await page.request.post('/trpc/task.createMany', { data: { tasks }, headers });
  const rows = page.getByRole('list', { name: 'Tasks' }).getByRole('listitem');
  await expect(rows.first()).toHaveAttribute('aria-setsize', '100');
  const focused = page.getByRole('listitem').filter({ has: page.locator(':focus') });
  await rows.nth(2).getByRole('checkbox').focus();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await expect(rows.last()).toHaveAttribute('aria-posinset', '100');
  await expect(focused).toHaveAttribute('aria-posinset', '3');
  await page.keyboard.press('Space');
  await expect(focused.getByRole('checkbox')).toBeChecked();

  // Tab goes on to rows that were not rendered, and a deleted row leaves the focus to the next.
  for (let tabs = 0; tabs < 60; tabs += 1) await page.keyboard.press('Tab');
  await expect(focused).toHaveAttribute('aria-posinset', '23');
  await page.keyboard.press('Delete');
  await expect(focused).toHaveAttribute('aria-posinset', '23');
  await expect(rows.first()).toHaveAttribute('aria-setsize', '99');

  const toast = message(page).locator('.toast');
  await toast.hover();
  const isAbove = async (row: typeof rows) => {
    const [box, covered] = [await row.boundingBox(), await toast.boundingBox()];
    return box !== null && covered !== null && box.y + box.height <= covered.y;
  };
  for (let step = 0; step < 5; step += 1) {
    await page.keyboard.press('ArrowDown');
    await expect(focused).toHaveAttribute('aria-posinset', String(24 + step));
    await expect.poll(() => isAbove(focused)).toBe(true);
  }
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await expect(rows.last()).toHaveAttribute('aria-posinset', '99');
  await expect.poll(() => isAbove(rows.last())).toBe(true);

  // Back and a reload keep the place, and what others add does not move it.
  await page.setViewportSize({ width: 1280, height: 720 });
  const row = page.getByText('Number 50', { exact: true });
  await page.evaluate(() => scrollTo(0, 1_900));
  await expect(row).toBeInViewport();
  const top = async () => Math.round((await row.boundingBox())?.y ?? 0);
  const before = await top();
  await sidebar(page).getByRole('link', { name: 'Logbook' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Logbook');
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await page.goBack();
  await expect.poll(top).toBe(before);
  await page.reload();
  await expect.poll(top).toBe(before);

  const all = `/trpc/task.list?input=${encodeURIComponent('{"limit":100}')}`;
  const { items } = (await (await page.request.get(all)).json()).result.data;
  const other = { ids: [items[0].id], before: items.at(-1).id };
  await page.request.post('/trpc/task.move', { data: other, headers });
  await expect(row).toBeInViewport();
  await expect
    .poll(() => page.getByRole('listitem').filter({ has: row }).getAttribute('aria-posinset'))
    .toBe('50');
  expect(await top()).toBe(before);
});
