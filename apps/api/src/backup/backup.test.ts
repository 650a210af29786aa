// The commands, as an operator gives them; what they do has tests in packages/db.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute } from '@tydo/db/testing';
import { expect, onTestFinished, test } from 'vitest';
import { newAccount, startServerOn } from '../testing/server.ts';

const main = new URL('./main.ts', import.meta.url).pathname;

/** Both outputs, and the exit code. */
const command = (url: string, ...args: string[]) =>
  new Promise<{ code: unknown; said: string }>((resolve) => {
    const cache = join(tmpdir(), 'tydo-compile-cache');
    const env = { NODE_COMPILE_CACHE: cache, DATABASE_URL: url };
    execFile(process.execPath, [main, ...args], { env }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, said: out + err }),
    );
  });

test('an account is in a backup that was made while the server ran, and back after a restore', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tydo-commands-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [url, backup] = [`sqlite:${join(folder, 'tydo.db')}`, join(folder, 'backup')];
  const server = await startServerOn(url);
  const signUp = () =>
    fetch(`${server.url}/api/auth/sign-up/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(newAccount()),
    });
  expect((await signUp()).status).toBe(200);
  expect(await command(url, 'backup', backup)).toEqual({
    code: 0,
    said: expect.stringContaining(`was copied to ${backup}`),
  });
  expect((await signUp()).status).toBe(200);
  expect(await command(url, 'restore', backup)).toEqual({
    code: 1,
    said: expect.stringMatching(/^Tydo: A process has .* open\. Stop the server/),
  });
  await server[Symbol.asyncDispose]();
  expect(await command(url, 'restore', backup)).toMatchObject({ code: 0 });
  expect(await execute(url, 'select count(*) as people from "user"')).toEqual([{ people: 1 }]);
});

test('the commands say what is missing, in a sentence', async () => {
  const none = { code: 1, said: expect.stringMatching(/^Tydo: Write npm run backup -- FILE/) };
  expect(await command('sqlite:/tmp/tydo.db', 'backup')).toEqual(none);
  expect(await command('postgresql://ann:hunter2@db/tydo', 'backup', '/b')).toEqual({
    code: 1,
    said: expect.stringMatching(/^Tydo: [^\n]*\n {2}\(umask 077 && pg_dump (?!.*hunter2)[^\n]*\n$/),
  });
});
