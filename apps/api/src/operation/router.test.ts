import { execute } from '@tydo/db/testing';
import { expect, test } from 'vitest';
import { createAccountWithData } from '../testing/account-with-data.ts';
import { startTestServer } from '../testing/server.ts';

test('fields that a newer version has written into the journal do not get out', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const person = await createAccountWithData(server);
  await execute(
    server.databaseUrl,
    `update operation set changes = json_set(changes, '$[0].after.dueAt', 'soon', '$[0].by', 'x')`,
  );
  const ask = async (path: string) => {
    const answer = await fetch(`${server.url}/trpc/${path}`, { headers: person.bearer });
    return answer.text();
  };
  const since = `operation.since?input=${encodeURIComponent('{"seq":0}')}`;
  for (const path of ['operation.list', since]) {
    const answer = await ask(path);
    expect(answer).toContain('"after":{"id":1,"title":"x"');
    expect(answer).not.toMatch(/dueAt|"by"/);
  }
});
