import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { exchangeLimits, ImportError } from './limits.ts';
import { read, tasksIn } from './testing/read.ts';
import { parseCsv } from './text/csv.ts';
import { readTable } from './text/table.ts';
import { unzip } from './text/unzip.ts';

const header =
  'TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE\n';
const bytes = (text: string) => new TextEncoder().encode(text);

const tableOf = (count: number) =>
  readTable(parseCsv(`title,due\n${'a,\n'.repeat(count)}`), () => true).rows;

const refusals: [string, () => unknown, RegExp][] = [
  ['a file above 64 MiB', () => read(new Uint8Array(exchangeLimits.file + 1)), /64 MiB/],
  ['more than 1,000 columns', () => read(`title,b\n${','.repeat(10_000_000)}`), /1000 columns/],
  ['more than 100,000 rows', () => [...tableOf(100_001)], /100000 rows/],
  ['more than 100,000 lines', () => read('x 2026-01-01 a\n'.repeat(100_001)), /100000 rows/],
  ['a cell above 1 MiB', () => read(`title,b\na,${'b'.repeat(2 ** 20 + 1)}`), /Line 2/],
  ['a quoted cell above 1 MiB', () => read(`title,b\na,"${'b'.repeat(2 ** 20 + 1)}`), /Line 2/],
  [
    'a line of a calendar above 1 MiB',
    () => read(`BEGIN:VCALENDAR\nX:${'b'.repeat(2 ** 20 + 1)}`),
    /Line 2/,
  ],
  ['no text', () => read(new Uint8Array([1, 0, 2, 3])), /no text/],
  ['text of no format', () => read('Dear Bo,\nthis is a letter.'), /Say one of todoist, /],
  ['JSON of no format', () => read('{"a":1}'), /Say one of todoist, /],
  ['broken JSON', () => read('{"a":'), /no JSON/],
  ['text in place of JSON', () => read('Milk', { from: 'tydo' }), /no JSON/],
  [
    'another format than it should be',
    () => read('[{"uuid":"1","status":"pending"}]', { from: 'ics' }),
    /Say one/,
  ],
  [
    'a zip that should be something else',
    () => read(zipSync({ 'a.csv': bytes(header) }), { from: 'ics' }),
    /ics/,
  ],
  ['a table without header', () => read('a,b\n1,2', { from: 'ticktick' }), /no header/],
  ['a field that is none', () => read('a,b\n1,2', { map: { a: 'color' } }), /no field color/],
  ['no calendar', () => read('Milk', { from: 'ics' }), /no calendar/],
  ['a zip without CSV', () => read(zipSync({ 'a.txt': bytes('a') })), /no CSV/],
  ['a zip with too many files', () => read(manyFiles()), /1000 files/],
  [
    'a zip that is cut off',
    () => read(zipSync({ 'a.csv': bytes(header) }).subarray(0, 60)),
    /cannot be read/,
  ],
];

test.each(refusals)('refuses %s with a sentence', (_, work, message) => {
  const refusal = (() => {
    try {
      return work();
    } catch (error) {
      return error;
    }
  })();
  expect(refusal).toBeInstanceOf(ImportError);
  expect(String(refusal)).toMatch(message);
});

const manyFiles = () =>
  zipSync(
    Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`${index}.csv`, bytes('')])),
  );

describe('zip files', () => {
  test('each CSV is a list; folders and other files are passed over', () => {
    const file = zipSync({
      'Home [2331].csv': bytes(`${header}task,Milk`),
      'a/../../Work.csv': [bytes(`${header}task,Call Bo`), { level: 0 }],
      'read me.txt': bytes('x'),
      'a/': bytes(''),
    });
    expect(tasksIn(read(file).plan)).toMatchObject([
      { title: 'Milk', list: 'Home' },
      { title: 'Call Bo', list: 'Work' },
    ]);
  });

  test('bytes are counted while they are unpacked, whatever the file says of itself', () => {
    const file = zipSync({ 'a.csv': new Uint8Array(5_000_000) });
    // The size that it says: one byte.
    const view = new DataView(file.buffer, file.byteOffset);
    const central = view.getUint32(file.length - 6, true);
    view.setUint32(central + 24, 1, true);
    expect(() => unzip(file, { entries: 1_000, unpacked: 5_000_000 })).not.toThrow();
    expect(() => unzip(file, { entries: 1_000, unpacked: 4_999_999 })).toThrow(/too large/);
  });

  test.each([
    ['a signature', (view: DataView, central: number) => view.setUint32(central, 0)],
    ['a place', (view: DataView, central: number) => view.setUint32(central + 42, 1, true)],
    ['a size', (view: DataView, central: number) => view.setUint32(central + 20, 10_000, true)],
    ['a method', (view: DataView, central: number) => view.setUint16(central + 10, 9, true)],
    ['data', (view: DataView) => view.setUint32(36, 0xffffffff)],
  ])('a damaged one is refused: %s', (_, damage) => {
    const file = zipSync({ 'a.csv': bytes(header.repeat(20)) });
    const view = new DataView(file.buffer, file.byteOffset);
    damage(view, view.getUint32(file.length - 6, true));
    expect(() => read(file)).toThrow(ImportError);
  });
});
