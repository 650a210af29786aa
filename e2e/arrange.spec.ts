// Several tasks at once, and the order of tasks.
import type { Page } from '@playwright/test';
import { dragByMouse, dragByTouch, swipe } from './drag.ts';
import { button, expect, newTask, openElsewhere, sidebar, signUp, test } from './fixtures.ts';

test.use({ expectedErrors: /Failed to load resource/ });

const phone = { hasTouch: true, viewport: { width: 390, height: 844 } };
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
}) => {
  await signUp(page, 'Ann');
  await add(page, 'A', 'B', 'C', 'D', 'E');
  const { context, page: other } = await openElsewhere(browser, page, phone);
  await using _ = context;
  await other.goto('/');
  await expect(rows(other)).toHaveCount(5);

  await dragByMouse(page, link(page, 'E'), link(page, 'B'));
  await expectOrder(page, ['A', 'E', 'B', 'C', 'D']);
  await expectOrder(other, ['A', 'E', 'B', 'C', 'D']);

  // To the right of the row above, it becomes a part of it.
  await dragByMouse(page, link(page, 'C'), link(page, 'B'), { right: 40 });
  await expectOrder(page, ['A', 'E', 'Level 2: C', 'B', 'D']);

  await expectOrder(other, ['A', 'E', 'Level 2: C', 'B', 'D']);
  await dragByTouch(other, link(other, 'D'), link(other, 'A'));
  await expectOrder(other, ['D', 'A', 'E', 'Level 2: C', 'B']);
  await expectOrder(page, ['D', 'A', 'E', 'Level 2: C', 'B']);

  await swipe(other, link(other, 'A'), 40);
  await expect(box(other, 'A')).not.toBeChecked();
  await swipe(other, link(other, 'A'), 120);
  await expect(box(page, 'A')).toBeChecked();
  await button(other, 'Undo').click();
  await expect(box(page, 'A')).not.toBeChecked();
  await swipe(other, link(other, 'B'), -120);
  await other.getByRole('button', { name: /^Tomorrow/ }).click();
  await expect(rows(page).filter({ hasText: 'Tomorrow' })).toHaveCount(1);
  await button(other, 'Undo').click();
  await expect(rows(page).filter({ hasText: 'Tomorrow' })).toHaveCount(0);

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

test('a task is dragged to a list, a label or Today in the sidebar, and moved back by its menu', async ({
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
  await expect(page).toHaveTitle('Inbox · Tydo');
  await dragByMouse(page, link(page, 'A'), sidebar(page).getByRole('link', { name: 'Today' }));
  await expect(rows(page).filter({ hasText: 'Today' })).toHaveCount(1);
  await expect(page).toHaveTitle('(1) Inbox · Tydo');
  await dragByMouse(page, link(page, 'A'), page.getByRole('link', { name: 'The list' }));
  await expectOrder(page, ['B']);
  await page.getByRole('link', { name: 'The list' }).click();
  await expectOrder(page, ['A']);
  // Its code is loaded at first: then it is there before the button is let go.
  const moveTo = page.getByRole('menuitem', { name: 'Move to…' });
  await link(page, 'A').click({ button: 'right' });
  await expect(moveTo).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(moveTo).toBeHidden();
  await link(page, 'A').click({ button: 'right' });
  await moveTo.click();
  await page.keyboard.type('inb');
  await page.keyboard.press('Enter');
  await expect(rows(page)).toHaveCount(0);
  await button(page, 'Undo').click();
  await expectOrder(page, ['A']);
});

test('tasks are copied as text and as Markdown, pasted with their subtasks, and duplicated', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const clip = () => page.evaluate(() => navigator.clipboard.readText());
  const choose = async (name: string, command: string) => {
    await button(page, `More for “${name}”`).click();
    await page.getByRole('menuitem', { name: command }).click();
  };
  await signUp(page, 'Ann');
  // The parser is loaded with the field.
  await newTask(page).fill('p1');
  await expect(page.getByRole('list', { name: 'Understood' })).toBeVisible();
  await newTask(page).fill('');
  await page.evaluate(() => navigator.clipboard.writeText('- Trip\n\t- Hotel\n- Milk'));
  await newTask(page).press('ControlOrMeta+v');
  await expectOrder(page, ['Trip', 'Level 2: Hotel', 'Milk']);
  await box(page, 'Trip').press('ControlOrMeta+c');
  await expect(page.getByText('Copied “Trip” as text')).toBeVisible();
  expect(await clip()).toBe('Trip\n  Hotel');
  await choose('Trip', 'Copy as Markdown');
  await expect.poll(clip).toBe('- [ ] Trip\n  - [ ] Hotel');
  await choose('Hotel', 'Copy link');
  await expect.poll(clip).toMatch(/\/\?task=/);

  await choose('Trip', 'Duplicate');
  await expectOrder(page, ['Trip', 'Level 2: Hotel', 'Trip', 'Level 2: Hotel', 'Milk']);
  await button(page, 'Undo').click();
  await expectOrder(page, ['Trip', 'Level 2: Hotel', 'Milk']);
  await page.goto(await clip());
  await expect(page.getByLabel('Task details')).toContainText('Hotel');
});

test('lists are arranged in the sidebar by mouse and by keys', { tag: '@long' }, async ({
  page,
}) => {
  await signUp(page, 'Ann');
  const headers = { origin: new URL(page.url()).origin };
  for (const name of ['One', 'Two', 'Three']) {
    await page.request.post('/trpc/list.create', { data: { name }, headers });
  }
  const lists = sidebar(page).getByRole('list', { name: 'Lists' });
  const row = (name: string) => lists.getByRole('link', { name });
  const expectLists = (...names: string[]) => expect(lists.getByRole('link')).toHaveText(names);
  await expectLists('One', 'Two', 'Three');
  // Their code is loaded after the rows.
  await expect(async () => {
    await row('Three').dragTo(row('One'), { targetPosition: { x: 30, y: 3 } });
    await expect(lists.getByRole('link').first()).toHaveText('Three', { timeout: 1_000 });
  }).toPass();
  await row('Three').focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expectLists('One', 'Three', 'Two');
  await expect(row('Three')).toBeFocused();
  await page.keyboard.press('ControlOrMeta+z');
  await expectLists('Three', 'One', 'Two');
});

test('sections are arranged by mouse, by touch and by keys', { tag: '@long' }, async ({
  page,
  browser,
}) => {
  await signUp(page, 'Ann');
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

  const { context, page: other } = await openElsewhere(browser, page, phone);
  await using _ = context;
  await other.goto('/list/home');
  await expectSections(other, [/one/, /three/, /two/]);
  await dragByTouch(other, toggle(other, 'two'), toggle(other, 'one'));
  await expectSections(other, [/two/, /one/, /three/]);
  await expectSections(page, [/two/, /one/, /three/]);
  await toggle(other, 'two').tap();
  await expect(toggle(other, 'two')).toHaveAttribute('aria-expanded', 'false');
});
