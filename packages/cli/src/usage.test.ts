// What needs no server: help, options, settings.
import { chmodSync, existsSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Io } from './io.ts';
import { parseOptions } from './options.ts';
import { tableOf } from './output.ts';
import { printable } from './printable.ts';
import { readProcedures } from './procedures.ts';
import { connectionOf, keepToken } from './settings-file.ts';
import { run } from './testing/run.ts';
import { taskName } from './values.ts';
import { words } from './words.ts';

describe('help', () => {
  test('names every command, with exit 0', async () => {
    const { exit, stdout, stderr } = await run(['--help']);
    expect([exit, stderr]).toEqual([0, '']);
    expect(stdout).toBe((await run([])).stdout);
    for (const word of Object.keys(words)) expect(stdout).toContain(`  tydo ${word}`);
    expect(stdout).toMatch(/task +list, get, .*create-many/);
  });

  test('of a noun, of a procedure with its options, of a word', async () => {
    expect((await run(['task', '--help'])).stdout).toContain('tydo task clear-completed');
    const update = await run(['task', 'update', '--help']);
    expect(update.stdout).toContain('--due <string> (--no-due)');
    expect(update.stdout).toContain('--id <integer|string> (required)');
    expect(update.stdout).not.toContain('](');
    expect((await run(['ls', '--help'])).stdout).toContain('tydo ls [text…]');
    expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('every procedure is a command, but those of streams and of the import', () => {
    const paths = readProcedures().map(({ path }) => path);
    expect(paths).toContain('task.createMany');
    for (const none of ['sync.push', 'sync.watch', 'import.add']) expect(paths).not.toContain(none);
  });

  test.each(['bash', 'zsh', 'fish'])(
    'the completion of %s names commands and options',
    async (shell) => {
      const { exit, stdout } = await run(['completion', shell]);
      expect(exit).toBe(0);
      expect(stdout).toContain('clear-completed');
      expect(stdout).toContain('--parent-uid');
    },
  );
});

test.each([
  [['frob'], /no command frob/],
  [['task', 'frob'], /no command task frob/],
  [['frob', '--help'], /no command frob/],
  [['task', 'get'], /--id is missing/],
  [['task', 'get', '5'], /with an option: 5/],
  [['task', 'list', '--colour', 'x'], /no option --colour/],
  [['task', 'update', '--id'], /--id needs a value/],
  [['task', 'update', '--id', '1', '--id', '2'], /--id was said twice/],
  [['task', 'update', '--id', '1', '--no-title'], /no option --no-title/],
  [['task', 'create-many', '--tasks', '{'], /no JSON/],
  [['--token', 'x'], /A token is no option/],
  [['ls', '--token=x'], /A token is no option/],
  [['show'], /Name a task/],
  [['show', '1', '2'], /Name one task/],
  [['add'], /Say what is to be done/],
  [['completion', 'csh'], /Name a shell/],
  [['login', 'tydo_pat_x'], /read from stdin/],
  [['import'], /Name one file/],
  [['import', '-', '--from', 'doc', '--zone', 'UTC'], /no format doc/],
  [['import', '-', '--zone', 'Mars'], /no time zone/],
  [['import', '-', '--zone', 'UTC', '--map', 'x'], /column=field/],
  [['import', '-', '--zone', 'UTC'], /format of this file is unknown/],
  [['import', '--undo', 'x'], /is a UUID/],
  [['export', '--as', 'doc'], /formats are tydo/],
  [['export', 'file'], /--out/],
])('%j is exit 2, with a sentence', async (args, message) => {
  const { exit, stdout, stderr } = await run(args);
  expect([exit, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('options become values by their schemas', () => {
  const fields = {
    id: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
    title: { type: 'string' },
    limit: { type: 'integer' },
    completed: { type: 'boolean' },
    due: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    labelIds: { type: 'array', items: { type: 'string' } },
    view: { anyOf: [{ type: 'string' }, { type: 'object' }] },
  };
  const valuesOf = (...args: string[]) => parseOptions(args, fields);
  expect(valuesOf('--id', '3', '--title=a=b', '--no-due', '--completed', 'x')).toEqual({
    words: ['x'],
    values: { id: 3, title: 'a=b', due: null, completed: true },
  });
  expect(valuesOf('--completed', 'false', '--limit', '5x').values).toEqual({
    completed: false,
    limit: '5x',
  });
  expect(valuesOf('--no-completed').values).toEqual({ completed: false });
  expect(valuesOf('--label-ids', 'a', '--label-ids', '["b","c"]').values).toEqual({
    labelIds: ['a', 'b', 'c'],
  });
  expect(valuesOf('--view', 'today').values).toEqual({ view: 'today' });
  expect(valuesOf('--view', '{"listId":"a"}').values).toEqual({ view: { listId: 'a' } });
  expect(valuesOf('a', '--', '--title').words).toEqual(['a', '--title']);
});

test('ids are read as in addresses', () => {
  expect(['42', '~42', '042', '~~x', '99999999999', 'milk'].map(taskName)).toEqual([
    42,
    '42',
    '042',
    '~x',
    '99999999999',
    'milk',
  ]);
});

test('tables have a line a task, and control characters cannot drive the terminal', () => {
  const items = [{ id: 1, title: 'a\u001b[2Jb\u202e', completed: true, due: '2026-12-24' }];
  expect(tableOf({ items, nextCursor: 'x' })).toBe(
    '1  a\uFFFD[2Jb\uFFFD  (done, 2026-12-24)\n… there are more: --all, or --cursor\n',
  );
  expect(tableOf({ active: 1, completed: 2 })).toBe('active: 1\ncompleted: 2\n');
  expect(printable('a\tb\nc\u0007')).toBe('a\tb\nc\uFFFD');
});

describe('the settings file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tydo-cli-'));
  const written: string[] = [];
  const io = (env: Record<string, string> = {}) =>
    ({
      env: { XDG_CONFIG_HOME: folder, ...env },
      stderr: { write: (text: string) => written.push(text) },
    }) as unknown as Io;
  const file = join(folder, 'tydo/config.json');

  test('keeps tokens for their own servers, readable by nobody else', () => {
    keepToken(io(), { url: 'http://localhost:4000', token: 'one' });
    keepToken(io(), { url: 'https://tydo.example', token: 'two' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'tydo')).mode & 0o777).toBe(0o700);
    expect(connectionOf(io())).toEqual({ url: 'https://tydo.example', token: 'two' });
    expect(connectionOf(io({ TYDO_URL: 'http://localhost:4000/' }))).toEqual({
      url: 'http://localhost:4000',
      token: 'one',
    });
    expect(connectionOf(io({ TYDO_URL: 'http://other.example' })).token).toBeUndefined();
    expect(connectionOf(io({ TYDO_TOKEN: 'three' })).token).toBe('three');
    expect(() => connectionOf(io({ TYDO_URL: 'localhost' }))).toThrow(/its origin/);
  });

  test('a token over http to another machine is a warning', () => {
    written.length = 0;
    connectionOf(io({ TYDO_URL: 'http://other.example', TYDO_TOKEN: 'x' }));
    expect(written.join('')).toMatch(/without encryption/);
  });

  test('is refused with 5 and the command to run when others can read it', async () => {
    expect(existsSync(file)).toBe(true);
    chmodSync(file, 0o644);
    const { exit, stderr } = await run(['ls'], { env: { XDG_CONFIG_HOME: folder } });
    expect(exit).toBe(5);
    expect(stderr).toContain(`chmod 600 ${file}`);
    chmodSync(file, 0o600);
  });

  test('without a server: exit 6', async () => {
    const { exit, stderr } = await run(['ls'], {
      env: { TYDO_URL: 'http://127.0.0.1:1', TYDO_TOKEN: 'x' },
    });
    expect(exit).toBe(6);
    expect(stderr).toMatch(/No answer/);
  });
});
