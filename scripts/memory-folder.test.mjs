// @ts-check
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withMemoryFolder } from './memory-folder.mjs';

test('temporary files are in memory if it has space, and none is left', async () => {
  const used = await withMemoryFolder({ LANG: 'C' }, async (env) => {
    assert.equal(env['LANG'], 'C');
    const folder = env['TMPDIR'];
    if (folder !== undefined) writeFileSync(join(folder, 'file'), '');
    return folder;
  });
  assert.ok(used === undefined || !existsSync(used), used);
});

test('without memory for files they are where they always are', async () => {
  for (const folder of ['/nowhere', '/proc']) {
    await withMemoryFolder({}, async (env) => assert.deepEqual(env, {}), folder);
  }
});

test('none is left after a failure', async () => {
  /** @type {string | undefined} */
  let used;
  const failing = withMemoryFolder({}, async ({ TMPDIR }) => {
    used = TMPDIR;
    throw new Error('It failed.');
  });
  await assert.rejects(failing, /It failed/);
  assert.ok(used === undefined || !existsSync(used), used);
});
