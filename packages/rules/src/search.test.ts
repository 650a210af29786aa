import { expect, test } from 'vitest';
import { testOf } from './filter.ts';
import { exprOf, readSearch } from './search.ts';
import { context, emptyTask } from './testing/filter.ts';

const finds = (text: string, task: Partial<typeof emptyTask>) =>
  testOf(exprOf(readSearch(text, context)), context)({ ...emptyTask, ...task });
const read = (text: string) => {
  const { words, terms } = readSearch(text, context);
  return { words, terms: terms.map((term) => term.text) };
};

test.each([
  ['rye  bread', ['rye', 'bread'], []],
  ['"rye bread"', ['rye bread'], []],
  ['" "', [], []],
  ['call @pho tomorrow', ['call'], ['@pho', 'tomorrow']],
  ['next 7 days #Home milk', ['milk'], ['next 7 days', '#Home']],
  ['#"R&D" deadline before: next friday', [], ['#"R&D"', 'deadline before: next friday']],
  ['#12 @nobody', ['#12', '@nobody'], []],
  ['p1 & !done', [], ['p1 & !done']],
  ['milk & overdue & !done', ['milk'], ['overdue', '!done']],
  ['milk !@nobody', ['milk', '!@nobody'], []],
  ['(draft', ['(draft'], []],
  ['!urgent', ['!urgent'], []],
])('%s is read as words and terms', (text, words, terms) => {
  expect(read(text)).toEqual({ words, terms });
});

test('a text that is pasted is read up to a length', () => {
  expect(read('word '.repeat(10_000))).toEqual({ words: Array(100).fill('word'), terms: [] });
});

test.each([
  ['MILK rye', { title: 'Rye bread', description: 'and milk' }, { title: 'Rye bread' }],
  ['today', { due: '2026-11-30' }, { due: '2026-12-01' }],
  ['today', { title: 'Today’s paper' }, { title: 'Paper' }],
  ['@pho', { labelIds: ['b2'] }, { labelIds: [] }],
  ['@phone', { labelIds: ['b1'] }, { labelIds: ['b2'] }],
  ['milk #Home', { title: 'Milk', listId: 'l1' }, { title: 'Milk', listId: null }],
  ['bread', { title: 'Bread', completed: true, start: '2026-12-09' }, {}],
  ['p1 | done', { completed: true }, { priority: 9 }],
])('%s finds %o and not %o', (text, found, other) => {
  expect(finds(text, found)).toBe(true);
  expect(finds(text, other)).toBe(false);
});
