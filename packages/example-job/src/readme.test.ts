import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

test('the README contains the job', async () => {
  const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
  const job = await readFile(new URL('./tidy-up.ts', import.meta.url), 'utf8');
  expect(readme).toContain(job);
});
