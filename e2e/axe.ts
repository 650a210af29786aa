import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** In the page, once it is loaded. */
declare const axe: {
  run: (part: string, options: object) => Promise<{ violations: object[] }>;
};

/**
 * Expects that axe finds nothing wrong.
 *
 * @param options `part` is a selector, `rule` the only rule to try.
 */
export async function expectAccessible(
  page: Page,
  { part = 'html', rule }: { part?: string; rule?: string } = {},
): Promise<void> {
  const options = {
    resultTypes: ['violations' as const],
    ...(rule === undefined ? {} : { runOnly: [rule] }),
  };
  // To load axe takes as long as to run it: once for each load of the page.
  const isLoaded = await page.evaluate(() => 'axe' in window);
  // Without legacy mode axe opens another page for frames, which takes most of the time.
  const { violations } = isLoaded
    ? await page.evaluate(([selector, how]) => axe.run(selector, how), [part, options] as const)
    : await new AxeBuilder({ page }).setLegacyMode().options(options).include(part).analyze();
  expect(violations).toEqual([]);
}
