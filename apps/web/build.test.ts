// `pnpm test` builds the page first.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const dist = join(import.meta.dirname, 'dist');
const src = join(import.meta.dirname, 'src');

/** The texts of the files below `folder` whose names end with `end`. */
async function read(folder: string, end: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const found = names.filter((name) => name.endsWith(end));
  return Promise.all(found.map((name) => readFile(join(folder, name), 'utf8')));
}

test('the build has the page, and nothing of the kit', async () => {
  const names = await readdir(dist, { recursive: true });
  expect(names).toContain('index.html');
  expect(names).not.toContain('kit.html');
  const texts = await read(dist, '.js');
  expect(texts.some((text) => text.includes('What needs doing?'))).toBe(true);
  expect(texts.some((text) => text.includes('A row that is a button'))).toBe(false);
});

test('every class that names a colour, size or corner is in the styles of the build', async () => {
  const styles = (await read(dist, '.css')).join('').replaceAll('\\', '');
  const isStyled = (name: string) =>
    [' ', '{', ':', ',', '>', '[', ')'].some((next) => styles.includes(`.${name}${next}`));
  const words = (await read(src, '.tsx')).flatMap((text) => text.split(/[\s"'`]+/));
  const names = words.filter((word) =>
    /^([\w[\]-]+:)*-?(bg|text|border|outline|divide|rounded|shadow|size|h|min-h)-[\w/.-]+$/.test(
      word,
    ),
  );
  expect(names).toContain('hover:bg-hover');
  expect([...new Set(names)].filter((name) => !isStyled(name))).toEqual([]);
});
