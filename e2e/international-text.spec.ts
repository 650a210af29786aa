// Text in other scripts: from right to left, and through an input method.
import type { Page } from '@playwright/test';
import {
  button,
  expect,
  field,
  interceptCalls,
  message,
  newAccount,
  newTask,
  openAccount,
  signUp,
  test,
} from './fixtures.ts';

test.use({ expectedErrors: /Failed to load resource/ });

const rightToLeft = 'לקנות חלב (3%)!';

/** Texts and fields on the page whose direction does not follow their content. */
async function misdirected(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const hebrew = /[\u0590-\u05ff]/;
    const found: string[] = [];
    const isHidden = (element: Element | null) => element?.closest('[hidden]') !== null;
    const texts = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const { textContent, parentElement } = text;
      if (!parentElement || parentElement.closest('script, textarea')) continue;
      // An email address must be isolated from the sentence around it.
      const isIsolated = parentElement.closest('bdi, [dir=auto]') !== null;
      const isWrong =
        hebrew.test(textContent ?? '') && getComputedStyle(parentElement).direction !== 'rtl';
      if (isWrong || (/\S@\S/.test(textContent ?? '') && !isIsolated))
        found.push(textContent ?? '');
    }
    for (const { title, outerHTML } of document.querySelectorAll<HTMLElement>('[title]')) {
      if (hebrew.test(title) && !/\u2068.*\u2069/.test(title)) found.push(outerHTML);
    }
    const selector = 'input:not([type=checkbox], [type=radio]), textarea';
    for (const input of document.querySelectorAll<HTMLInputElement>(selector)) {
      if (!isHidden(input) && input.dir !== 'auto') found.push(input.outerHTML);
    }
    return found;
  });
}

test('every text that people write, and every field, takes its direction from its content', async ({
  page,
}) => {
  const expectDirected = async () => expect(await misdirected(page)).toEqual([]);
  await page.goto('/sign-in');
  await expect(button(page, 'Sign in')).toBeVisible();
  await expectDirected();
  await page.getByRole('link', { name: 'Sign up' }).click();
  await expect(button(page, 'Sign up')).toBeVisible();
  await expectDirected();
  await page.goto('/forgot-password');
  await field(page, 'Email').fill(newAccount().email);
  await expectDirected();
  await page.keyboard.press('Enter');
  await expect(button(page, 'Send again')).toBeVisible();
  await expectDirected();

  await page.route('**/api/account/reminder', (route) => route.fulfill({ json: { verify: true } }));
  await signUp(page, 'נועה (כהן)!');
  await expect(button(page, 'Send link')).toBeVisible();
  await newTask(page).fill(rightToLeft);
  await page.keyboard.press('Enter');
  await button(page, `Edit “${rightToLeft}”`).click();
  await page.getByLabel('Description').fill(`${rightToLeft}\nand in English\n${rightToLeft}`);
  await expectDirected();
  await button(page, 'Save').click();
  await expect(page.getByText('and in English')).toBeVisible();
  await expectDirected();
  await button(page, `Delete “${rightToLeft}”`).click();
  await expect(message(page)).toContainText(`Deleted “${rightToLeft}”`);
  await expectDirected();
  await interceptCalls(page, 'operation.undo', () => ({ code: 'NOT_FOUND', httpStatus: 404 }));
  await button(page, 'Undo').click();
  await expect(page.getByLabel('Not saved')).toContainText(rightToLeft);
  await expect(message(page)).toContainText(`“${rightToLeft}” was not restored.`);
  await expectDirected();

  await openAccount(page);
  await button(page, 'Delete account…').click();
  await expect(page.getByText('This device')).toBeVisible();
  await expectDirected();
});

test('keys belong to the input method during composition', async ({ page, context }) => {
  await signUp(page, 'Ann');
  const browser = await context.newCDPSession(page);
  const compose = (text: string) =>
    browser.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  /** Sends a key event as for a key that the input method consumes; modifier 2 is Ctrl. */
  const consumed = (key: string, modifiers = 0) =>
    browser.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key,
      modifiers,
      windowsVirtualKeyCode: 229,
    });

  await newTask(page).focus();
  await compose('にほん');
  await expect(newTask(page)).toHaveValue('にほん');
  await page.keyboard.press('Escape');
  await expect(newTask(page)).toBeFocused();
  await consumed('Enter');
  await consumed('Escape');
  await page.keyboard.insertText('日本');
  // In Safari the composition has ended by then.
  await consumed('Escape');
  await expect(newTask(page)).toBeFocused();
  await expect(newTask(page)).toHaveValue('日本');
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('checkbox', { name: '日本' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(newTask(page)).not.toBeFocused();

  await button(page, 'Edit “日本”').click();
  const description = page.getByLabel('Description');
  await description.focus();
  await compose('ごはん');
  await page.keyboard.press('Escape');
  await consumed('Escape');
  await consumed('Enter', 2);
  await page.keyboard.insertText('ご飯');
  await consumed('Enter', 2);
  await expect(description).toHaveValue('ご飯');
  await page.keyboard.press('Control+Enter');
  await expect(description).toBeHidden();
  await expect(page.getByText('ご飯')).toBeVisible();
});
