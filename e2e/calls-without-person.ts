import { expect, type Page, type Request } from '@playwright/test';

// These calls belong to no person, or come before a sign-in.
const exempt = /get-session|sign-in|sign-up|request-password-reset|\/assets\//;

/**
 * Watches the calls of a signed-in page.
 *
 * @returns what says which of them, up to then, did not name its person; it fails if there were no calls.
 */
export async function callsWithoutPerson(page: Page): Promise<() => string[]> {
  const { user } = await (await page.request.get('/api/auth/get-session')).json();
  const without: string[] = [];
  let calls = 0;
  page.on('request', (request: Request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (!/^\/(trpc|api)\//.test(pathname) || exempt.test(pathname)) return;
    // An EventSource sends no headers: its input names the person.
    const { person }: { person?: string } = JSON.parse(searchParams.get('input') ?? '{}');
    calls += 1;
    if ((request.headers()['x-tydo-person'] ?? person) !== user.id) without.push(pathname);
  });
  return () => {
    expect(calls).toBeGreaterThan(0);
    return without;
  };
}
