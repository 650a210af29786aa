// The commands of the README.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { callerOf } from './testing/caller.ts';
import { startTestServer } from './testing/server.ts';

const readme = new URL('../../../README.md', import.meta.url);

interface Command {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | null;
}

/** What curl would send. @param token in place of $TOKEN. */
function commandOf(text: string, token: string): Command {
  const words = [...text.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((match) =>
    (match[1] ?? match[2] ?? match[3] ?? '').replace('$TOKEN', token),
  );
  const after = (option: string) =>
    words.flatMap((word, at) => (word === option ? [words[at + 1] ?? ''] : []));
  const [body = null] = after('-d');
  const [method = body === null ? 'GET' : 'POST'] = after('-X');
  const url = words.find((word) => word.startsWith('localhost:3000')) ?? '';
  const headers = after('-H').map((header) => header.split(': ', 2));
  return {
    method,
    path: url.replace('localhost:3000', ''),
    headers: Object.fromEntries(headers),
    body,
  };
}

test('the commands of the README succeed, in its order', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  const scopes = ['read', 'write'];
  const made = await call.post('/trpc/token.create', { name: 'x', scopes }, bearer);
  const { result } = (await made.json()) as { result: { data: { token: string } } };
  const section = /## Use it from a program\n[^]*?\n## /.exec(await readFile(readme, 'utf8'))?.[0];
  const blocks = [...(section ?? '').matchAll(/```sh\n([^]*?)```/g)].map(([, text = '']) => text);
  const commands = blocks.flatMap((block) =>
    block
      .replaceAll('\\\n', ' ')
      .split('\n')
      .filter((line) => line.startsWith('curl ')),
  );
  const statuses = [];
  for (const command of commands) {
    const { path, ...init } = commandOf(command, result.data.token);
    statuses.push((await fetch(server.url + path, init)).status);
  }
  expect(statuses).toEqual([201, 200, 200, 200]);
});
