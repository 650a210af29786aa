// One tab for the tests of a worker, because a cold cache costs more than most tests: it has the code of
// the page, compiled. Between two tests everything that a person or a test leaves in a browser is removed.
import type { Browser, BrowserContext, Page } from '@playwright/test';

export class SharedTab implements AsyncDisposable {
  readonly #browser: Browser;
  #options = '';
  #context: BrowserContext | undefined;
  #page: Page | undefined;
  #size: ReturnType<Page['viewportSize']> = null;

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /**
   * @param options of the test, as text: with other ones the tab is a new one.
   * @returns a tab without a person, in a context with the options of the test.
   */
  async open(options: string): Promise<Page> {
    if (this.#page && options === this.#options) return this.#page;
    await this.#context?.close();
    this.#options = options;
    this.#context = await this.#browser.newContext();
    this.#page = await this.#context.newPage();
    this.#size = this.#page.viewportSize();
    return this.#page;
  }

  /** Removes what a test left. After a failure, or where a tab has crashed, the next one is new. */
  async reset(hasPassed: boolean): Promise<void> {
    const [page, context] = [this.#page, this.#context];
    if (!page || !context) return;
    try {
      if (!hasPassed || page.isClosed()) throw new Error('The tab is not fit for another test.');
      await page.removeAllListeners('request', { behavior: 'ignoreErrors' });
      for (const other of context.pages()) if (other !== page) await other.close();
      await Promise.all([page.unrouteAll({ behavior: 'ignoreErrors' }), context.unrouteAll()]);
      await Promise.all([context.setOffline(false), context.clearCookies()]);
      await Promise.all([context.clearPermissions(), page.emulateMedia({ colorScheme: 'light' })]);
      if (this.#size) await page.setViewportSize(this.#size);
      await removeStored(page);
    } catch {
      this.#page = undefined;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context?.close();
  }
}

/** Leaves the page, and removes what it stored for its origin. */
async function removeStored(page: Page): Promise<void> {
  const { origin } = new URL(page.url());
  if (origin === 'null') return;
  await page.goto('/healthz');
  await page.evaluate(() => sessionStorage.clear());
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await session.detach();
  await page.goto('about:blank');
}
