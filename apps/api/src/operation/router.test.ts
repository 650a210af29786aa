import { execute } from '@tydo/db/testing';
import { expect, test } from 'vitest';
import { createAccountWithData } from '../testing/account-with-data.ts';
import { startTestServer } from '../testing/server.ts';

test('does not return fields that a newer version has written into the journal', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const person = await createAccountWithData(server);
  await execute(
    server.databaseUrl,
    `update operation set changes = json_set(changes, '$[0].after.dueAt', 'soon', '$[0].by', 'x')`,
  );
  const get = async (path: string) => {
    const response = await fetch(`${server.url}/trpc/${path}`, { headers: person.bearer });
    return response.text();
  };
  const since = `operation.since?input=${encodeURIComponent('{"seq":0}')}`;
  for (const path of ['operation.list', since]) {
    const response = await get(path);
    expect(response).toContain('"after":{"id":1,"title":"x"');
    expect(response).not.toMatch(/dueAt|"by"/);
  }
});
