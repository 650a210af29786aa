// Several tasks at once, and the order of tasks.
import type { Locator, Page } from '@playwright/test';
import { button, expect, newTask, signIn, signUp, test } from './fixtures.ts';

test.use({ expectedErrors: /Failed to load resource/ });

const list = (page: Page) => page.getByRole('list', { name: 'Tasks', exact: true });
const rows = (page: Page) => list(page).getByRole('listitem');
const link = (page: Page, name: string) => list(page).getByRole('link', { name, exact: true });
const box = (page: Page, name: string) => list(page).getByRole('checkbox', { name, exact: true });

/** The titles in their order, a subtask behind its level. */
const titles = async (page: Page): Promise<string[]> =>
  (await rows(page).allInnerTexts()).map((text) => {
    const [first = '', second = ''] = text.split('\n');
    return first.startsWith('Level') ? `${first}: ${second}` : first;
  });

const expectOrder = (page: Page, order: string[]) => expect.poll(() => titles(page)).toEqual(order);

async function add(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) {
    await newTask(page).fill(name);
    await page.keyboard.press('Enter');
  }
  await expect(rows(page)).toHaveCount(names.length);
}

test('several tasks are selected by mouse and keys, and each act on them is one undo', async ({
  page,
}) => {
  await signUp(page, 'Ann');
  await add(page, 'A', 'B', 'C', 'D');
  await link(page, 'A').click({ modifiers: ['ControlOrMeta'] });
  await link(page, 'C').click({ modifiers: ['Shift'] });
  const bar = page.getByRole('toolbar', { name: 'Selected tasks' });
  await expect(bar).toContainText('3 selected');
  await button(page, 'Complete').click();
  await expect(bar).toBeHidden();
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(3);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0);

  await box(page, 'B').focus();
  await page.keyboard.press('Shift+ArrowDown');
  await expect(bar).toContainText('2 selected');
  await bar.getByRole('button', { name: 'Labels' }).click();
  await page.keyboard.type('phone');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(rows(page).filter({ hasText: 'phone' })).toHaveCount(2);
  await bar.getByRole('button', { name: 'Priority' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'High priority' }).click();
  await expect(rows(page).filter({ hasText: 'High priority' })).toHaveCount(2);
  await box(page, 'C').focus();
  await page.keyboard.press('x');
  await expect(bar).toContainText('1 selected');
  await page.keyboard.press('Escape');
  await expect(bar).toBeHidden();

  await page.keyboard.press('x');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('x');
  await page.keyboard.press('Delete');
  await expectOrder(page, ['A', 'D']);
  await button(page, 'Undo').click();
  await expectOrder(page, ['A', 'B', 'C', 'D']);
});

test('tasks are arranged by mouse, by touch and by keys, and another device has the same order', async ({
  page,
  browser,
  baseURL,
}) => {
  const account = await signUp(page, 'Ann');
  await add(page, 'A', 'B', 'C', 'D', 'E');
  await using phone = await browser.newContext({
    baseURL: baseURL ?? '',
    hasTouch: true,
    viewport: { width: 390, height: 844 },
    serviceWorkers: 'block',
    reducedMotion: 'reduce',
  });
  const other = await phone.newPage();
  await other.goto('/sign-in');
  await signIn(other, account);
  await expect(rows(other)).toHaveCount(5);

  await dragByMouse(page, link(page, 'E'), link(page, 'B'));
  await expectOrder(page, ['A', 'E', 'B', 'C', 'D']);
  await expectOrder(other, ['A', 'E', 'B', 'C', 'D']);

  // To the right of the row above, it becomes a part of it.
  await dragByMouse(page, link(page, 'C'), link(page, 'B'), 40);
  await expectOrder(page, ['A', 'E', 'Level 2: C', 'B', 'D']);

  await expectOrder(other, ['A', 'E', 'Level 2: C', 'B', 'D']);
  await dragByTouch(other, link(other, 'D'), link(other, 'A'));
  await expectOrder(other, ['D', 'A', 'E', 'Level 2: C', 'B']);
  await expectOrder(page, ['D', 'A', 'E', 'Level 2: C', 'B']);

  await box(page, 'A').focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(page.getByText('Moved below “E”.')).toBeAttached();
  await expectOrder(page, ['D', 'E', 'Level 2: C', 'A', 'B']);
  await expect(box(page, 'A')).toBeFocused();
  await page.keyboard.press('Alt+ArrowRight');
  await expectOrder(page, ['D', 'E', 'Level 2: C', 'Level 2: A', 'B']);
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('Alt+ArrowLeft');
  await expectOrder(page, ['D', 'E', 'Level 2: C', 'A', 'B']);
  await expect(box(page, 'A')).toBeFocused();
  await expectOrder(other, ['D', 'E', 'Level 2: C', 'A', 'B']);
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ControlOrMeta+z');
  await expectOrder(other, ['D', 'A', 'E', 'Level 2: C', 'B']);
});

test('a task is dragged to a list or a label of the sidebar, and moved back by its menu', async ({
  page,
}) => {
  await signUp(page, 'Ann');
  const headers = { origin: new URL(page.url()).origin };
  for (const noun of ['list', 'label']) {
    const data = { id: noun, name: `The ${noun}` };
    await page.request.post(`/trpc/${noun}.create`, { data, headers });
  }
  await add(page, 'A', 'B');
  await dragByMouse(page, link(page, 'A'), page.getByRole('link', { name: 'The label' }));
  await expect(rows(page).filter({ hasText: 'The label' })).toHaveCount(1);
  await dragByMouse(page, link(page, 'A'), page.getByRole('link', { name: 'The list' }));
  await expectOrder(page, ['B']);
  await page.getByRole('link', { name: 'The list' }).click();
  await expectOrder(page, ['A']);
  await link(page, 'A').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Move to…' }).click();
  await page.keyboard.type('inb');
  await page.keyboard.press('Enter');
  await expect(rows(page)).toHaveCount(0);
  await button(page, 'Undo').click();
  await expectOrder(page, ['A']);
});

test('sections are arranged by mouse, by touch and by keys', async ({ page, browser, baseURL }) => {
  const account = await signUp(page, 'Ann');
  const headers = { origin: new URL(page.url()).origin };
  const post = (path: string, data: object) =>
    page.request.post(`/trpc/${path}`, { data, headers });
  await post('list.create', { id: 'home', name: 'Home' });
  for (const id of ['one', 'two', 'three']) {
    await post('section.create', { id, listId: 'home', name: id });
    await post('task.create', { sectionId: id, title: `in ${id}` });
  }
  const toggles = (on: Page) => list(on).locator('[data-control=section]');
  const toggle = (on: Page, name: string) => toggles(on).filter({ hasText: name });
  const expectSections = (on: Page, order: RegExp[]) => expect(toggles(on)).toHaveText(order);
  await page.goto('/list/home');
  await expectSections(page, [/one/, /two/, /three/]);

  await dragByMouse(page, toggle(page, 'three'), toggle(page, 'one'));
  await expectSections(page, [/three/, /one/, /two/]);
  await expect(toggle(page, 'three')).toHaveAttribute('aria-expanded', 'true');

  await toggle(page, 'three').focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expectSections(page, [/one/, /three/, /two/]);
  await expect(toggle(page, 'three')).toBeFocused();
  await expect(page.getByText('Moved below “one”.')).toBeAttached();

  await using phone = await browser.newContext({
    baseURL: baseURL ?? '',
    hasTouch: true,
    viewport: { width: 390, height: 844 },
    serviceWorkers: 'block',
    reducedMotion: 'reduce',
  });
  const other = await phone.newPage();
  await other.goto('/sign-in');
  await signIn(other, account);
  await expect(newTask(other)).toBeVisible();
  await other.goto('/list/home');
  await expectSections(other, [/one/, /three/, /two/]);
  await dragByTouch(other, toggle(other, 'two'), toggle(other, 'one'));
  await expectSections(other, [/two/, /one/, /three/]);
  await expectSections(page, [/two/, /one/, /three/]);
  await toggle(other, 'two').tap();
  await expect(toggle(other, 'two')).toHaveAttribute('aria-expanded', 'false');
});

async function centerOf(target: Locator) {
  const bounds = await target.boundingBox();
  if (!bounds) throw new Error('It is not on the screen.');
  const { x, y, width, height } = bounds;
  return { x: x + Math.min(20, width / 2), y: y + height / 2, top: y, isAside: x < 200 };
}

/** Puts a row above another one, or into a list of the sidebar. @param right how far it goes to the right, in pixels. */
async function dragByMouse(page: Page, row: Locator, above: Locator, right = 0): Promise<void> {
  const from = await centerOf(row);
  const to = await centerOf(above);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + right, from.y - 12, { steps: 3 });
  await page.mouse.move((to.isAside ? to.x : from.x) + right, to.top + 2, { steps: 5 });
  await expect(page.locator(to.isAside ? '[data-drop]' : '.drop-line')).toBeAttached();
  await page.mouse.up();
}

/** With a finger that rests before it moves. */
async function dragByTouch(page: Page, row: Locator, above: Locator): Promise<void> {
  const from = await centerOf(row);
  const to = await centerOf(above);
  const session = await page.context().newCDPSession(page);
  const send = (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    points: { x: number; y: number }[],
  ) => session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  await send('touchStart', [{ x: from.x, y: from.y }]);
  await expect(page.locator('[data-lifted]')).toBeAttached();
  for (const part of [0.1, 0.4, 0.7, 1]) {
    const y = from.y + (to.top + 2 - from.y) * part;
    await send('touchMove', [{ x: from.x, y }]);
  }
  await expect(page.locator('.drop-line')).toBeAttached();
  await send('touchEnd', []);
}
