// Dragging with a mouse and with a finger.
import { expect, type Locator, type Page } from '@playwright/test';

async function centerOf(target: Locator) {
  const bounds = await target.boundingBox();
  if (!bounds) throw new Error('It is not on the screen.');
  const { x, y, width, height } = bounds;
  return { x: x + Math.min(20, width / 2), y: y + height / 2, top: y, isAside: x < 200 };
}

interface DragOptions {
  /** How far it goes to the right, in pixels. */
  right?: number;
  /** What shows where it would go. */
  mark?: string;
}

/** Puts a row above another one, on a day, or into a list of the sidebar. */
export async function dragByMouse(
  page: Page,
  row: Locator,
  above: Locator,
  { right = 0, mark = '.drop-line' }: DragOptions = {},
): Promise<void> {
  const from = await centerOf(row);
  const to = await centerOf(above);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + right, from.y - 12, { steps: 3 });
  await page.mouse.move((to.isAside ? to.x : from.x) + right, to.top + 2, { steps: 5 });
  await expect(page.locator(to.isAside ? '[data-drop]' : mark)).toBeAttached();
  await page.mouse.up();
}

/** With a finger that moves to the side at once. */
export async function swipe(page: Page, row: Locator, right: number): Promise<void> {
  const from = await centerOf(row);
  const session = await page.context().newCDPSession(page);
  const send = (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    ...touchPoints: { x: number; y: number }[]
  ) => session.send('Input.dispatchTouchEvent', { type, touchPoints });
  await send('touchStart', { x: from.x, y: from.y });
  for (const part of [0.25, 0.5, 0.75, 1]) {
    await send('touchMove', { x: from.x + right * part, y: from.y });
  }
  await send('touchEnd');
}

/** With a finger that rests before it moves. */
export async function dragByTouch(
  page: Page,
  row: Locator,
  above: Locator,
  { mark = '.drop-line' }: DragOptions = {},
): Promise<void> {
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
  await expect(page.locator(mark)).toBeAttached();
  await send('touchEnd', []);
}
