// Lists, sections, labels and filters: made, changed, moved, archived, deleted and taken back.
import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import {
  button,
  expect,
  field,
  message,
  newTask,
  openElsewhere,
  sidebar,
  signIn,
  signUp,
  test,
} from './fixtures.ts';

// Without a network.
test.use({ expectedErrors: /Failed to load resource|ERR_INTERNET_DISCONNECTED/ });

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const rows = (page: Page) => page.getByRole('list', { name: 'Tasks' }).getByRole('listitem');
const lists = (page: Page) =>
  sidebar(page).getByRole('list', { name: 'Lists' }).getByRole('listitem');

/** Opens the form of the sidebar that `name` names, and adds one. */
async function add(page: Page, what: 'list' | 'label', name: string) {
  await sidebar(page)
    .getByRole('button', { name: `Add ${what}` })
    .first()
    .click();
  await field(page, 'Name').fill(name);
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText(name);
}

async function addTasks(page: Page, ...titles: string[]) {
  for (const title of titles) {
    await newTask(page).fill(title);
    await page.keyboard.press('Enter');
  }
}

async function choose(page: Page, name: string, command: string) {
  const item = sidebar(page).getByRole('listitem').filter({ hasText: name });
  await item.hover();
  await item.getByRole('button', { name: `More for “${name}”` }).click();
  await page.getByRole('menuitem', { name: command }).click();
}

test('lists are added, renamed, moved, archived, deleted and taken back, also offline', async ({
  page,
  context,
}) => {
  await signUp(page, 'Ann');
  for (const name of ['Home', 'Work']) await add(page, 'list', name);
  await addTasks(page, 'Report', 'Call Bo');
  await expect(lists(page)).toHaveText([/Home/, /Work.*2/]);
  await expect(page).toHaveTitle('Work · Tydo');
  const work = page.url();

  await context.setOffline(true);
  await choose(page, 'Work', 'Change name or color');
  await field(page, 'Name').fill('Office');
  await page.getByRole('radio', { name: 'teal' }).check({ force: true });
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Office');
  await choose(page, 'Office', 'Move up');
  await expect(lists(page)).toHaveText([/Office/, /Home/]);
  await choose(page, 'Home', 'Archive');
  await expect(lists(page)).toHaveText([/Office/]);
  await message(page).getByRole('button', { name: 'Undo' }).click();
  await expect(lists(page)).toHaveText([/Office/, /Home/]);
  await choose(page, 'Office', 'Delete');
  await expect(message(page)).toContainText('Deleted “Office” with 2 tasks');
  await expect(heading(page)).toHaveText('Inbox');
  await page.goBack();
  await expect(heading(page)).toHaveText('No such list');
  await message(page).getByRole('button', { name: 'Undo' }).click();
  await expect(heading(page)).toHaveText('Office');
  await expect(rows(page)).toHaveText([/Report/, /Call Bo/]);
  await context.setOffline(false);
  await expect
    .poll(async () => (await page.request.get('/trpc/list.list')).text())
    .toMatch(/Office.*teal.*Home/);

  // A reload keeps the place, and so does an archived list.
  await choose(page, 'Home', 'Archive');
  await sidebar(page).getByRole('link', { name: 'Archived lists' }).click();
  await page.getByRole('main').getByRole('link', { name: 'Home' }).click();
  await expect(page.getByText('This list is archived')).toBeVisible();
  await page.reload();
  await button(page, 'Unarchive').click();
  await expect(newTask(page)).toBeVisible();
  await expect(lists(page)).toHaveText([/Office/, /Home/]);
  await page.goto(work);
  await expect(lists(page).getByRole('link', { name: /Office/ })).toHaveAttribute(
    'aria-current',
    'page',
  );
});

test('sections hold tasks, are collapsed and moved, and leave their tasks when they are deleted', async ({
  page,
}) => {
  await signUp(page, 'Ann');
  await add(page, 'list', 'Home');
  await addTasks(page, 'Post');
  await button(page, 'Add section').click();
  for (const name of ['Kitchen', 'Garden']) {
    await field(page, 'Name').fill(name);
    await page.keyboard.press('Enter');
  }
  // The form stays for the next one.
  await expect(field(page, 'Name')).toBeFocused();
  await page.keyboard.press('Escape');
  for (const name of ['Kitchen', 'Garden']) {
    await button(page, `Add a task to “${name}”`).click();
    await addTasks(page, `Tidy the ${name}`);
  }
  await expect(rows(page)).toHaveText([/Post/, /Kitchen/, /Kitchen/, /Garden/, /Garden/]);
  await button(page, 'Not in “Garden”').click();
  await addTasks(page, 'Bins');
  await expect(rows(page).nth(1)).toHaveText(/Bins/);

  await page.getByRole('button', { name: /^Kitchen/, expanded: true }).click();
  await expect(rows(page)).toHaveCount(5);
  await page.reload();
  await expect(rows(page)).toHaveCount(5);
  await page.getByRole('button', { name: /^Kitchen/, expanded: false }).click();

  const command = async (section: string, name: string) => {
    await button(page, `More for “${section}”`).click();
    await page.getByRole('menuitem', { name }).click();
  };
  await command('Garden', 'Move up');
  await expect(rows(page)).toHaveText([/Post/, /Bins/, /Garden/, /Garden/, /Kitchen/, /Kitchen/]);
  await command('Garden', 'Rename');
  await field(page, 'Name').fill('Yard');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Yard/, expanded: true })).toBeFocused();
  await command('Yard', 'Delete');
  await expect(rows(page)).toHaveText([/Post/, /Garden/, /Bins/, /Kitchen/, /Kitchen/]);
  await message(page).getByRole('button', { name: 'Undo' }).click();
  await expect(rows(page)).toHaveCount(6);
});

test('labels and filters show the tasks of all lists, and two browsers agree', async ({
  page,
  browser,
}) => {
  await signUp(page, 'Ann');
  await add(page, 'label', 'phone');
  await addTasks(page, 'Call Bo');
  await sidebar(page).getByRole('button', { name: 'Add label' }).click();
  await field(page, 'Name').fill('PHONE');
  await page.keyboard.press('Enter');
  await expect(page.getByText('There is a label with this name.')).toBeVisible();
  await page.keyboard.press('Escape');
  await sidebar(page).getByRole('button', { name: 'Add filter' }).first().click();
  await field(page, 'Name').fill('Calls');
  await field(page, 'Shows tasks with').fill('@phone | #Nowhere');
  await expect(page.getByText('There is nothing named “Nowhere”.')).toBeVisible();
  await page.keyboard.press('Tab');
  await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
  await expect(heading(page)).toHaveText('Calls');
  await expect(rows(page)).toHaveText([/Call Bo/]);

  const { context, page: other } = await openElsewhere(browser, page);
  await using _ = context;
  await other.goto('/');
  await sidebar(other).getByRole('link', { name: 'Calls' }).click();
  await expect(rows(other)).toHaveText([/Call Bo/]);
  await choose(other, 'phone', 'Change name or color');
  await field(other, 'Name').fill('mobile');
  await other.keyboard.press('Enter');
  // A filter follows the new name.
  await expect(page.getByText('@mobile | #Nowhere')).toBeVisible();
  await expect(rows(page)).toHaveText([/Call Bo/]);
});

test('several pasted lines become several tasks, each as if it was typed; many when the person says so', async ({
  page,
}) => {
  await signUp(page, 'Ann');
  const paste = (text: string) =>
    newTask(page).evaluate((element, clip) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', clip);
      element.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    }, text);
  // The parser is loaded with the field.
  await newTask(page).fill('p1');
  await expect(page.getByRole('list', { name: 'Understood' })).toBeVisible();
  await newTask(page).fill('');
  await paste('- Milk tomorrow @shop\n- Bread p1 @Shop\n');
  await expect(rows(page)).toHaveText([/^Milk.*Tomorrow.*shop/s, /^Bread.*shop/s]);
  await expect(rows(page).filter({ hasText: 'High priority' })).toHaveText(/^Bread/);
  await expect(sidebar(page).getByRole('link', { name: /^shop/ })).toHaveText(/^shop/);
  await message(page).getByRole('button', { name: 'Undo' }).click();
  await expect(rows(page)).toHaveCount(0);
  await expect(sidebar(page).getByRole('link', { name: /^shop/ })).toHaveCount(0);

  const many = Array.from({ length: 20 }, (_, at) => `- Item ${at} p1`).join('\n');
  await paste(many);
  const dialog = page.getByRole('dialog', { name: 'Add 20 tasks?' });
  await expect(dialog.getByRole('listitem').first()).toHaveText(/^Item 0\s*High priority$/);
  await expect(dialog.getByRole('listitem').last()).toHaveText('and 12 more');
  await button(page, 'Paste as one').click();
  await expect(newTask(page)).toHaveValue(/^- Item 0 p1 - Item 1 p1 /);
  await newTask(page).fill('');
  await paste(many);
  await button(page, 'Add 20 tasks').click();
  await expect(rows(page).first()).toHaveAttribute('aria-setsize', '20');
  await expect(rows(page).first()).toHaveText(/^Item 0/);
});

test('names are offered while they are typed, text can be dropped, and the page says what can be typed', async ({
  page,
}) => {
  await signUp(page, 'Ann');
  for (const name of ['Home', 'Work at home']) await add(page, 'list', name);
  await sidebar(page).getByRole('link', { name: 'Inbox' }).click();
  await newTask(page).fill('Call Bo @phone');
  await page.keyboard.press('Enter');
  await newTask(page).pressSequentially('Fix tap #ho');
  const names = page.getByRole('listbox', { name: 'Lists' });
  await expect(names.getByRole('option')).toHaveText(['Home', 'Work at home']);
  const combobox = page.getByRole('combobox', { name: 'New task', expanded: true });
  await combobox.press('ArrowDown');
  await combobox.press('ArrowDown');
  await expect(names.getByRole('option', { selected: true })).toHaveText('Work at home');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(newTask(page)).toHaveValue('Fix tap #"Work at home" ');
  await newTask(page).pressSequentially('@ph');
  await expect(page.getByRole('option', { name: 'phone' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(newTask(page)).toHaveValue('Fix tap #"Work at home" @phone ');
  await expect(page.getByRole('list', { name: 'Understood' })).toContainText('Work at home');
  await button(page, 'What can I type?').click();
  await expect(page.getByRole('dialog', { name: 'Dates and recurring tasks' })).toContainText(
    'every last workday',
  );
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await newTask(page).press('Enter');
  await expect(message(page)).toContainText('Work at home');

  const drop = (data: Record<string, string>) =>
    page.evaluate((texts) => {
      const dataTransfer = new DataTransfer();
      for (const [type, text] of Object.entries(texts)) dataTransfer.setData(type, text);
      for (const type of ['dragover', 'drop']) {
        document.body.dispatchEvent(
          new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }),
        );
      }
    }, data);
  await drop({
    'text/uri-list': 'https://example.com/a',
    'text/html': '<a href="https://example.com/a">A page</a>',
  });
  await expect(newTask(page)).toHaveValue('A page https://example.com/a');
  await newTask(page).fill('');
  await drop({ 'text/plain': 'Trip\n  Hotel' });
  await expect(rows(page)).toHaveText([/Call Bo/, /Trip/, /Hotel/]);
});

test('the numbers of a sidebar that is open before the tasks are here appear with them', {
  tag: '@long',
}, async ({ page, browser, baseURL }) => {
  const account = await signUp(page, 'Ann');
  await add(page, 'list', 'Home');
  await addTasks(page, 'Milk', 'Bread');
  await expect(lists(page)).toHaveText([/Home.*2/]);
  await expect(page.getByText(/will be saved|Saving/)).toBeHidden();
  await using context = await browser.newContext({
    baseURL: baseURL ?? '',
    viewport: { width: 390, height: 844 },
    serviceWorkers: 'block',
    reducedMotion: 'reduce',
  });
  const phone = await context.newPage();
  const isOpen = Promise.withResolvers<void>();
  await phone.route('**/trpc/sync.snapshot**', async (route) => {
    const response = await route.fetch();
    await isOpen.promise;
    await route.fulfill({ response });
  });
  await phone.goto('/sign-in');
  await signIn(phone, account);
  await button(phone, 'Show the sidebar').click();
  await expect(sidebar(phone)).toBeVisible();
  isOpen.resolve();
  await expect(lists(phone)).toHaveText([/Home.*2/]);
});

test('while the code of a form is on its way, what is typed is for the form, and what opened it keeps the focus', async ({
  page,
}) => {
  await signUp(page, 'Ann');
  await add(page, 'list', 'Home');
  await addTasks(page, 'Post');
  const forms = await Promise.all(
    ['name-form', 'date-chooser'].map((name) => holdCode(page, name)),
  );
  const [nameForm, dateChooser] = forms;
  await page.reload();
  await expect(rows(page)).toHaveText([/Post/]);
  // It is loaded before anyone asks for it.
  await Promise.all(forms.map(({ requested }) => requested));

  await button(page, 'Add section').click();
  await page.keyboard.type('n? Kitx');
  await page.keyboard.press('Backspace');
  await expect(button(page, 'Add section')).toBeFocused();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  nameForm?.release();
  await expect(field(page, 'Name')).toBeFocused();
  await page.keyboard.type('chen');
  await page.keyboard.press('Enter');
  await expect(rows(page)).toHaveText([/Post/, /n\? Kitchen/]);
  await page.keyboard.press('Escape');

  await page.getByRole('checkbox', { name: 'Post' }).focus();
  await page.keyboard.press('d');
  await expect(page.getByRole('dialog', { name: 'Due date' })).toBeVisible();
  await page.keyboard.press('Delete');
  await page.keyboard.type('tom');
  dateChooser?.release();
  await expect(page.getByRole('textbox', { name: 'Due date' })).toBeFocused();
  await page.keyboard.type('orrow');
  await page.keyboard.press('Enter');
  await expect(rows(page)).toHaveText([/Post.*Tomorrow/, /Kitchen/]);
});

/** The code of a form waits until it is released. */
async function holdCode(page: Page, name: string) {
  const { promise, resolve: release } = Promise.withResolvers<void>();
  const code = `**/assets/${name}-*.js`;
  await page.route(code, async (route) => {
    await promise;
    await route.continue();
  });
  return { requested: page.waitForRequest(code), release };
}
