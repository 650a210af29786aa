import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { engines, longTimeouts, newPerson, openTemporaryDatabase } from '@tydo/db/testing';
import { describe, expect, test } from 'vitest';

const main = new URL('./main.ts', import.meta.url).pathname;
// Keeps compiled code: a fifth of each start.
const env = { NODE_COMPILE_CACHE: join(tmpdir(), 'tydo-compile-cache') };
const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, [main, ...args], { env }).catch((error: unknown) =>
    Object(error),
  );

describe.each(engines)('the job on %s', (engine) => {
  test('prints the open tasks, and ends', async () => {
    await using temporary = await openTemporaryDatabase(engine, { timeouts: longTimeouts });
    const ann = newPerson();
    await temporary.db.unitOfWork(ann).tasks.create({ title: 'Milk' });
    const { stdout, stderr } = await run(temporary.url, ann);
    expect([stdout, stderr]).toEqual(['0 done and deleted, 1 left\n- Milk\n', '']);
  });
});

test.each([
  ['no arguments', [], /usage/],
  ['an invalid URL', ['mysql://ann:hunter2@h/d', 'ann'], /sqlite:.*postgresql:/s],
  [
    'a database that is away',
    ['postgresql://ann:hunter2@127.0.0.1:1/d', 'ann'],
    /does not answer.*ECONNREFUSED/,
  ],
])(
  '%s: prints one sentence without the password, and exits with 1',
  async (_name, args, sentence) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/hunter2|\n\s+at /);
  },
);
