// Nothing is deprecated yet: a router of its own.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { TaskRef } from '@tydo/schemas/task';
import express from 'express';
import { expect, test } from 'vitest';
import { proceduresOf } from '../faces/procedures.ts';
import { withProblems } from '../http/send-error.ts';
import { protectedProcedure, router } from '../trpc/trpc.ts';
import { openApiOf } from './document.ts';
import { createRestHandler } from './handler.ts';

const routerWith = (deprecated?: { since: string; sunset: string }) => {
  const procedure = (http: 'POST /old' | 'POST /new') =>
    protectedProcedure
      .meta({ summary: 'x', http, ...(http === 'POST /old' && deprecated && { deprecated }) })
      .input(TaskRef)
      .output(TaskRef)
      .mutation(({ input }) => input);
  return router({ thing: router({ old: procedure('POST /old'), new: procedure('POST /new') }) });
};
const things = routerWith({ since: '2027-01-31', sunset: '2028-01-31' });

test('what is deprecated says so in the document and in the headers of its answers', async () => {
  const document = openApiOf(proceduresOf(things));
  const headers = { Sunset: {}, Deprecation: {} };
  expect(document).toMatchObject({
    paths: { '/old': { post: { deprecated: true, responses: { 200: { headers } } } } },
    components: { headers },
  });
  expect(document).not.toHaveProperty(['paths', '/new', 'post', 'deprecated']);

  const unused = () => {
    throw new Error('The call is refused before.');
  };
  const options = { router: things, createContext: unused, responseMeta: unused, onError: unused };
  const app = express().use('/api/v1', withProblems, createRestHandler(things, options, []));
  const server = app.listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const send = (path: string) =>
      fetch(`http://127.0.0.1:${port}/api/v1${path}`, { method: 'POST', body: 'no JSON' });
    const { status, headers: old } = await send('/old');
    expect([status, old.get('Deprecation'), old.get('Sunset')]).toEqual([
      415,
      '@1801353600',
      'Mon, 31 Jan 2028 00:00:00 GMT',
    ]);
    expect((await send('/new')).headers.has('Sunset')).toBe(false);
  } finally {
    server.close();
  }
});

test('what is deprecated stays for 12 months', () => {
  const soon = routerWith({ since: '2027-01-31', sunset: '2027-12-31' });
  expect(() => openApiOf(proceduresOf(soon))).toThrow(
    'thing.old must stay for 12 months after 2027-01-31.',
  );
});
