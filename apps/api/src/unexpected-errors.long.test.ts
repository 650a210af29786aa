// Unexpected errors, with every value of NODE_ENV.
import { type Engine, engines, execute, shortOrLong, temporaryDatabase } from '@tydo/db/testing';
import { expect, test } from 'vitest';
import { callerOf, refusalsIn } from './testing/caller.ts';
import { startProcess } from './testing/process.ts';

const message = 'Something went wrong on the server. If it happens again, report the request id.';
const modes = ['production', undefined, 'development', 'test', 'staging'];
const runs = engines.flatMap((engine) =>
  modes.map((mode): [Engine, typeof mode] => [engine, mode]),
);

test.each(runs.slice(0, shortOrLong(1, runs.length)))(
  'on %s with NODE_ENV %s clients get a fixed message and the request id',
  async (engine, mode) => {
    await using database = await temporaryDatabase(engine);
    const env = { DATABASE_URL: database.url, ...(mode !== undefined && { NODE_ENV: mode }) };
    const server = startProcess(env);
    const call = callerOf({ url: await server.ready() });
    const { bearer } = await call.signUp();
    await execute(database.url, 'alter table task rename column title to heading');
    const responses = [
      await call.get('/trpc/task.list', bearer),
      await call.post('/trpc/task.create', { title: 'hunter2' }, bearer),
      await call.get('/trpc/task.list,task.list?batch=1', bearer),
    ];
    await execute(database.url, 'alter table session rename column token to secret');
    responses.push(
      await call.get('/trpc/task.list', bearer),
      await call.get('/api/auth/get-session', bearer),
      await call.post('/api/auth/sign-up/email', { ...account, name: 'Ann' }),
    );
    for (const response of responses) {
      const text = await response.text();
      const requestId = response.headers.get('x-request-id');
      expect(text).toContain(message);
      expect(text).toContain(`"requestId":"${requestId}"`);
      expect(text).not.toMatch(
        /hunter2|select|insert|column|heading|secret|\.ts|\.js|\/work|stack/i,
      );
      const code = 'INTERNAL_SERVER_ERROR';
      for (const data of refusalsIn(text)) expect(data).toMatchObject({ code, requestId });
    }
    expect(responses.map(({ status }) => status)).toEqual([500, 500, 500, 500, 500, 500]);
    expect(await server.stop()).toBe(0);
    for (const { headers } of responses) {
      const line = new RegExp(`"level":50.*stack.*"${headers.get('x-request-id')}"`);
      expect(server.written.stdout).toMatch(line);
    }
  },
);

const account = { email: 'ann@example.com', password: 'hunter2 hunter2' };
