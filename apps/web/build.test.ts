// `pnpm test` builds the page first.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
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

/** What is loaded before a signed-in person sees their tasks, in bytes after gzip. */
const maxFirstLoad = { js: 150_000, css: 15_000 };

/** A file and what it imports at once. */
async function withImports(name: string, known = new Map<string, string>()) {
  if (known.has(name)) return known;
  const text = await readFile(join(dist, 'assets', name), 'utf8');
  known.set(name, text);
  for (const [, other = ''] of text.matchAll(/(?:from|import)"\.\/([^"]+\.js)"/g)) {
    await withImports(other, known);
  }
  return known;
}

const sizeOf = (texts: Iterable<string>): number =>
  [...texts].reduce((size, text) => size + gzipSync(text, { level: 9 }).length, 0);

test('what the reference says of fields is not in the page', async () => {
  const schemas = await read(
    join(import.meta.dirname, '../../packages/schemas/src'),
    'task-fields.ts',
  );
  const isDescribed = (text: string) => text.includes('1 the highest');
  expect(schemas.some(isDescribed)).toBe(true);
  expect((await read(dist, '.js')).some(isDescribed)).toBe(false);
});

test('the first load keeps to its budget', async () => {
  const assets = await readdir(join(dist, 'assets'));
  const named = (name: RegExp) => assets.find((asset) => name.test(asset)) ?? '';
  const files = await withImports(named(/^index-.*\.js$/));
  await withImports(named(/^signed-in-page-.*\.js$/), files);
  expect([...files.values()].join()).toContain('What needs doing?');
  expect(sizeOf(files.values())).toBeLessThan(maxFirstLoad.js);
  const styles = await readFile(join(dist, 'assets', named(/^index-.*\.css$/)), 'utf8');
  expect(sizeOf([styles])).toBeLessThan(maxFirstLoad.css);
});

test('icons are made by our own code', async () => {
  expect((await read(dist, '.js')).some((text) => text.includes('lucide-'))).toBe(false);
});

test('the browser loads the code of a signed-in page before React asks for it', async () => {
  const html = await readFile(join(dist, 'index.html'), 'utf8');
  expect(html).toMatch(/<link rel="modulepreload"[^>]* href="\/assets\/signed-in-page-[^"]+\.js">/);
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
