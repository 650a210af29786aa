// A calendar feed over HTTP.
import { sqliteOrBoth } from '@tydo/db/testing';
import type { TokenCreated } from '@tydo/schemas/token';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerOf } from '../testing/caller.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

describe.each(sqliteOrBoth)('a calendar feed on %s', (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ engine });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  async function newFeed() {
    const call = callerOf(server);
    const person = await call.signUp();
    const post = async (path: string, input: object): Promise<unknown> => {
      const response = await call.post(`/trpc/${path}`, input, person.bearer);
      expect(response.status).toBe(200);
      return ((await response.json()) as { result: { data: unknown } }).result.data;
    };
    const created = await post('token.create', { name: 'Phone', scopes: ['feed'] });
    const { id, feed, token } = created as TokenCreated;
    return { post, id, token, url: new URL(new URL(feed ?? '').pathname, server.url).href };
  }

  test('has open tasks and those done lately, as tasks or as events', async () => {
    const { post, url } = await newFeed();
    await post('label.create', { id: 'phone', name: 'phone' });
    const tasks = [
      { uid: 'a', title: 'Later, maybe' },
      { uid: 'b', title: 'Call Bo', due: '2026-12-24T18:00[Europe/Berlin]', labelIds: ['phone'] },
      { uid: 'c', title: 'Milk', due: '2026-12-01' },
      { uid: 'd', title: 'Done', completed: true },
      {
        uid: 'e',
        title: 'Done long ago',
        completed: true,
        completedAt: '2020-01-01T00:00:00.000Z',
      },
    ];
    await post('import.add', { tasks });
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('private, max-age=300');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    const text = await response.text();
    expect(text.match(/^UID:.*$/gm)).toEqual(
      ['UID:c\r', 'UID:b\r', 'UID:a\r', 'UID:d\r'].map((line) => line.trim()),
    );
    expect(text).toContain('DUE;TZID=Europe/Berlin:20261224T180000');
    expect(text).toContain('CATEGORIES:phone');
    expect(text).not.toContain('X-TYDO');
    const events = await (await fetch(`${url}?as=events`)).text();
    expect(events.match(/^UID:.*$/gm)).toEqual(['UID:c#event', 'UID:b#event']);
    expect(await (await fetch(url)).text()).toBe(text);
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
  });

  test('is 304 until something is written', async () => {
    const { post, url } = await newFeed();
    const etag = (await fetch(url)).headers.get('etag') ?? '';
    // `fetch` adds `Cache-Control: no-cache`.
    const again = () => fetch(url, { headers: { 'if-none-match': etag } });
    expect((await again()).status).toBe(304);
    await post('task.create', { title: 'Milk' });
    expect((await again()).status).toBe(200);
  });

  test('is nothing without its secret, and after it was revoked', async () => {
    const { post, id, token, url } = await newFeed();
    const wrong = url.replace(token, `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`);
    const others = ['x', '%zz', token.replace('feed', 'pat')];
    const answers = [wrong, ...others.map((other) => url.replace(token, other))].map((address) =>
      fetch(address, { headers: { 'x-request-id': 'one' } }),
    );
    expect((await fetch(`${url}?as=list`)).status).toBe(400);
    expect((await fetch(url, { method: 'POST' })).status).toBe(405);
    await post('token.revoke', { id });
    const ended = [url, `${url}?as=list`, url.replace('/feeds', '/Feeds'), `${url}/`].map(
      (address) => fetch(address, { headers: { 'x-request-id': 'one' } }),
    );
    const texts: string[] = [];
    for (const answer of await Promise.all([...answers, ...ended])) {
      expect(answer.status).toBe(404);
      texts.push(await answer.text());
    }
    expect(new Set(texts).size).toBe(1);
    expect(server.logged.join('\n')).not.toContain(token);
  });
});
