// What `pnpm pack` makes, in an empty folder without a registry: no other package, no TypeScript under node_modules,
// and each Node that this machine has.
import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { newAccount, startTestServer } from '@tydo/api/testing';
import { createTydoClient } from '@tydo/client';
import { shortOrLong } from '@tydo/db/testing';
import { expect, test } from 'vitest';

const exec = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The Nodes in the folders of PATH; in the short run the last one, which is the one that is not ours. */
const found = new Set(
  // oxlint-disable-next-line node/no-process-env -- What this machine has.
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'node'))
    .filter(existsSync)
    .map((path) => realpathSync(path)),
);
const nodes = [...found].slice(shortOrLong(-1, 0));

/** Packs the package, and puts what is in it where an installation would. @returns the empty folder. */
async function install(name: 'cli' | 'client'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tydo-packed-'));
  await exec('pnpm', ['pack', '--pack-destination', folder], {
    cwd: join(root, 'packages', name),
  });
  const [tarball = ''] = await readdir(folder);
  const target = join(folder, 'node_modules/@tydo', name);
  await mkdir(target, { recursive: true });
  await exec('tar', ['-xzf', join(folder, tarball), '--strip-components=1', '-C', target]);
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  return folder;
}

async function newPerson(url: string): Promise<Record<string, string>> {
  const client = createTydoClient({ url });
  await client.signUp(newAccount());
  return { TYDO_URL: url, TYDO_TOKEN: client.token ?? '', HOME: '/nowhere' };
}

test('the command line runs in an empty folder', async () => {
  const folder = await install('cli');
  await using server = await startTestServer({ engine: 'sqlite' });
  const env = await newPerson(server.url);
  const bin = join(folder, 'node_modules/@tydo/cli/bin/tydo.mjs');
  await writeFile(join(folder, 'todo.txt'), '(A) Call Mum +Family due:2026-12-01\n');
  for (const node of nodes) {
    const tydo = async (...args: string[]) => {
      const { stdout } = await exec(node, [bin, ...args], { cwd: folder, env });
      return stdout;
    };
    expect(await tydo('add', 'Milk tomorrow 9am')).toContain('"title":"Milk"');
    if (shortOrLong(true, false)) continue;
    expect(await tydo('task', 'get', '--help')).toContain('--id <integer|string>');
    expect(await tydo('import', 'todo.txt', '--dry-run', '--zone', 'UTC')).toContain('Call Mum');
    expect(await tydo('export', '--as', 'ics')).toContain('SUMMARY:Milk');
  }
});

const program = `import { createTydoClient, eachItem, result, TydoError } from '@tydo/client';
const { TYDO_URL: url = '', TYDO_TOKEN: token = '' } = process.env;
const client = createTydoClient({ url, token });
const { id, title }: { id: number; title: string } = await client.task.create.mutate({ title: 'Milk' });
for await (const task of eachItem(client.task.list)) if (task.id === id) console.log(title);
// @ts-expect-error -- it has no such field
const wrong = await result(client.task.create.mutate({ titel: 'Milk' }));
if (!wrong.ok) { const error: TydoError = wrong.error; console.log(error.code); }
`;

// The declarations take ten seconds.
test.runIf(shortOrLong(false, true))('a strict program uses the client', async () => {
  const folder = await install('client');
  await using server = await startTestServer({ engine: 'sqlite' });
  const env = await newPerson(server.url);
  await writeFile(join(folder, 'program.ts'), program);
  const compilerOptions = {
    target: 'es2022',
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  };
  const config = { compilerOptions, files: ['program.ts'] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  await exec(process.execPath, [tsc, '-p', folder]);
  for (const node of nodes) {
    const { stdout } = await exec(node, [join(folder, 'program.js')], { env });
    expect(stdout).toBe('Milk\nBAD_REQUEST\n');
  }
});
