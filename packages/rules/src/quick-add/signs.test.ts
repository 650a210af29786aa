import { expect, test } from 'vitest';
import { parseQuickAdd } from '../quick-add.ts';
import { options, read } from '../testing/quick-add.ts';

test.each([
  ['Fix tap #home', { title: 'Fix tap', list: 'Home' }],
  [
    'Fix tap #"home improvements" /KITCHEN',
    { title: 'Fix tap', list: 'Home Improvements', section: 'Kitchen' },
  ],
  [
    'Fix @phone, @email #Home, p2.',
    { title: 'Fix.', list: 'Home', priority: 5, labels: ['phone', 'email'] },
  ],
  ['Fix @phone @Phone', { title: 'Fix', labels: ['phone'] }],
  ['Fix @new @New', { title: 'Fix', labels: ['new'] }],
  ['Fix #Home #Party', { title: 'Fix #Home', list: 'Party' }],
  ['Fix p1 p2', { title: 'Fix p1', priority: 5 }],
  ['Fix P4', { title: 'Fix', priority: 0 }],
  ['Fix @"two words"', { title: 'Fix', labels: ['two words'] }],
  ['Fix #42 and/or @x.yy C#', { title: 'Fix #42 and/or @x.yy C#' }],
  ['Fix # / @ @" "', { title: 'Fix # / @ @" "' }],
  [`Fix @${'x'.repeat(61)}`, { title: `Fix @${'x'.repeat(61)}` }],
  ['Ask +Ben !30m', { title: 'Ask +Ben !30m' }],
  ['#Home', { title: '#Home', list: 'Home' }],
])('reads the signs of %s', (text, expected) => {
  expect(read(text)).toEqual(expected);
});

test('an unknown list or section stays text, and is said; an unknown label is new', () => {
  expect(read('Fix #Nope now /"No way" @new')).toEqual({
    title: 'Fix #Nope now /"No way"',
    labels: ['new'],
    unknown: [
      { kind: 'list', name: 'Nope', start: 4, end: 9 },
      { kind: 'section', name: 'No way', start: 14, end: 23 },
    ],
  });
});

test.each([
  ['no visible character', '\u200b'],
  ['a line break', '"a\nb"'],
  ['a lone surrogate', '\ud83d'],
])('what no row can be called is text: %s', (_name, word) => {
  const text = `Fix #${word} /${word} @${word}`;
  const { now, zone } = options;
  for (const given of [options, { now, zone }]) {
    const { spans, unknown } = parseQuickAdd(text, given);
    expect([spans, unknown]).toEqual([[], undefined]);
  }
});

test.each([
  ['Book flight fri p1 /Nope', { title: 'Book flight /Nope', priority: 1, due: '2026-12-04' }],
  ['#Nope, fri Book', { title: '#Nope, Book', due: '2026-12-04' }],
  ['Book daily #Nope', { title: 'Book #Nope', due: '2026-11-30', rule: 'FREQ=DAILY' }],
  // Other words: a number, an address, a quotation, a day that no grammar has.
  ['Book fri #42', { title: 'Book fri #42' }],
  ['Book fri @x.yy', { title: 'Book fri @x.yy' }],
  ['Book fri "Nope"', { title: 'Book fri "Nope"' }],
  ['Book fri yesterday', { title: 'Book fri yesterday' }],
])('an unknown list or section takes no date from %s', (text, expected) => {
  const { unknown: _, ...fields } = read(text);
  expect(fields).toEqual(expected);
});

test('without names all are as typed', () => {
  const { now, zone } = options;
  expect(parseQuickAdd('Fix #hOme /x @Y', { now, zone })).toMatchObject({
    list: 'hOme',
    section: 'x',
    labels: ['Y'],
  });
});

test('a name with punctuation at its end is found where there is one', () => {
  const names = { lists: ['Inc.', 'Inc'] };
  expect(read('Fix #Inc.', { names })).toMatchObject({ list: 'Inc.' });
  expect(read('Fix #Inc!', { names })).toEqual({ title: 'Fix!', list: 'Inc' });
});

test('of names that differ in case the one as typed counts, or else the first', () => {
  const names = { lists: ['HOME', 'home'] };
  expect(read('Fix #home', { names })).toMatchObject({ list: 'home' });
  expect(read('Fix #Home', { names })).toMatchObject({ list: 'HOME' });
});

test('a task has 20 labels at most', () => {
  const text = Array.from({ length: 22 }, (_, index) => `@l${index}`).join(' ');
  const { labels, title } = read(`Fix ${text}`);
  expect(labels).toHaveLength(20);
  expect(title).toBe('Fix @l20 @l21');
});

test.each([
  ['Learn C\\#sharp \\@home', 'Learn C#sharp @home'],
  ['Do \\tomorrow', 'Do tomorrow'],
  ['Do \\next friday', 'Do next friday'],
  ['Do \\every day', 'Do every day'],
  ['Buy \\p1', 'Buy p1'],
  ['Do \\{15 dec}', 'Do {15 dec}'],
  ['Do \\deadline:friday', 'Do deadline:friday'],
  ['See C:\\Users\\today', 'See C:\\Users\\today'],
  ['See \\server', 'See \\server'],
  ['Read "Tomorrow, at 9"', 'Read "Tomorrow, at 9"'],
  ['Read “Tomorrow” twice', 'Read “Tomorrow” twice'],
  ['Read "#Home"', 'Read "#Home"'],
  ['A 12" record', 'A 12" record'],
])('%s is only text', (text, title) => {
  expect(parseQuickAdd(text, options)).toEqual({ title, spans: [] });
});

test('spans are offsets in the text', () => {
  const text = '  Fix tap #Home @phone p1 at noon friday every week {15 dec} start:today';
  const { spans } = parseQuickAdd(text, options);
  expect(spans.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
    ['list', '#Home'],
    ['label', '@phone'],
    ['priority', 'p1'],
    ['due', 'at noon friday'],
    ['rule', 'every week'],
    ['deadline', '{15 dec}'],
    ['start', 'start:today'],
  ]);
});
