// The commands, run as processes. Tests of what they do are in packages/db.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute } from '@tydo/db/testing';
import { expect, onTestFinished, test } from 'vitest';
import { newAccount, startServerOn } from '../testing/server.ts';

const main = new URL('./main.ts', import.meta.url).pathname;

/** Runs a command. @returns its exit code and output. */
const runCommand = (url: string, ...args: string[]) =>
  new Promise<{ code: unknown; output: string }>((resolve) => {
    const cache = join(tmpdir(), 'tydo-compile-cache');
    const env = { NODE_COMPILE_CACHE: cache, DATABASE_URL: url };
    execFile(process.execPath, [main, ...args], { env }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, output: out + err }),
    );
  });

test('back up a running server, and restore its accounts', async () => {
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
  expect(await runCommand(url, 'backup', backup)).toEqual({
    code: 0,
    output: expect.stringContaining(`was copied to ${backup}`),
  });
  expect((await signUp()).status).toBe(200);
  expect(await runCommand(url, 'restore', backup)).toEqual({
    code: 1,
    output: expect.stringMatching(/^Tydo: A process has .* open\. Stop the server/),
  });
  await server[Symbol.asyncDispose]();
  expect(await runCommand(url, 'restore', backup)).toMatchObject({ code: 0 });
  expect(await execute(url, 'select count(*) as people from "user"')).toEqual([{ people: 1 }]);
});

test('explain wrong usage in a sentence', async () => {
  const none = { code: 1, output: expect.stringMatching(/^Tydo: Use npm run backup -- FILE/) };
  expect(await runCommand('sqlite:/tmp/tydo.db', 'backup')).toEqual(none);
  expect(await runCommand('postgresql://ann:hunter2@db/tydo', 'backup', '/b')).toEqual({
    code: 1,
    output: expect.stringMatching(
      /^Tydo: [^\n]*\n {2}\(umask 077 && pg_dump (?!.*hunter2)[^\n]*\n$/,
    ),
  });
});
