// `pnpm test` builds the page first.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const dist = join(import.meta.dirname, 'dist');

test('the build has the page, and nothing of the kit', async () => {
  const names = await readdir(dist, { recursive: true });
  expect(names).toContain('index.html');
  expect(names).not.toContain('kit.html');
  const scripts = names.filter((name) => name.endsWith('.js'));
  const texts = await Promise.all(scripts.map((name) => readFile(join(dist, name), 'utf8')));
  expect(texts.some((text) => text.includes('What needs doing?'))).toBe(true);
  expect(texts.some((text) => text.includes('A row that is a button'))).toBe(false);
});
