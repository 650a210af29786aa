import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFilter } from '../filter.ts';
import { shortOrLong } from '../testing/short-or-long.ts';

const parse = (query: string) => {
  const parsed = parseFilter(query);
  return parsed.ok ? parsed.expr : parsed.message;
};
const flag = (name: string) => ({ type: 'flag', flag: name });
const [done, subtask, recurring] = [flag('done'), flag('subtask'), flag('recurring')];

test.each<[string, unknown]>([
  ['done', done],
  [' NO  Date ', flag('no date')],
  ['p1', { type: 'priority', min: 1, max: 4 }],
  ['No priority', { type: 'priority', min: 0, max: 0 }],
  ['next 7 days', { type: 'next-days', days: 7 }],
  ['next 1 day', { type: 'next-days', days: 1 }],
  ['search: a (b !c', { type: 'search', text: 'a (b !c' }],
  ['search:"a & b"', { type: 'search', text: 'a & b' }],
  ['#Home', { type: 'list', name: 'Home', start: 1, end: 5 }],
  ['# "R&D" ', { type: 'list', name: 'R&D', start: 2, end: 7 }],
  ['/To do ', { type: 'section', name: 'To do', start: 1, end: 6 }],
  ['@pho*', { type: 'label', name: 'pho*', start: 1, end: 5 }],
])('%s is one term', (query, term) => {
  expect(parse(query)).toEqual(term);
});

test.each([
  ['today', 'due', 'on', { kind: 'in', count: 0, unit: 'day' }],
  ['2026-12-24', 'due', 'on', { kind: 'day', day: 24, month: 12, year: 2026 }],
  ['Next  Friday', 'due', 'on', { kind: 'weekday', weekday: 4, next: true }],
  ['date before: in 3 days', 'due', 'before', { kind: 'in', count: 3, unit: 'day' }],
  ['DATE  AFTER :friday', 'due', 'after', { kind: 'weekday', weekday: 4, next: false }],
  ['deadline before: next week', 'deadline', 'before', { kind: 'start-of-next', unit: 'week' }],
  ['start after: tomorrow', 'start', 'after', { kind: 'in', count: 1, unit: 'day' }],
  ['created after: 2026-01-01', 'created', 'after', { kind: 'day', day: 1, month: 1, year: 2026 }],
  ['done before: today', 'done', 'before', { kind: 'in', count: 0, unit: 'day' }],
])('%s is about the %s, %s a day', (query, field, relation, date) => {
  expect(parse(query)).toEqual({ type: 'day', field, relation, date });
});

test.each<[string, unknown]>([
  [
    'done | subtask & recurring',
    { type: 'or', items: [done, { type: 'and', items: [subtask, recurring] }] },
  ],
  [
    'done & subtask | recurring',
    { type: 'or', items: [{ type: 'and', items: [done, subtask] }, recurring] },
  ],
  ['!done & subtask', { type: 'and', items: [{ type: 'not', item: done }, subtask] }],
  ['!(done|subtask)', { type: 'not', item: { type: 'or', items: [done, subtask] } }],
  [
    '(done | subtask) & !!recurring',
    {
      type: 'and',
      items: [
        { type: 'or', items: [done, subtask] },
        { type: 'not', item: { type: 'not', item: recurring } },
      ],
    },
  ],
  ['done|subtask|recurring', { type: 'or', items: [done, subtask, recurring] }],
])('in %s, ! binds tightest, then &, then |', (query, expr) => {
  expect(parse(query)).toEqual(expr);
});

test.each([
  ['', 'Expected a term at 0'],
  ['done &', 'Expected a term at 6'],
  ['done & & subtask', 'Expected a term at 7'],
  ['nonsense', 'There is no term "nonsense" at 0'],
  ['done | nonsense', 'There is no term "nonsense" at 7'],
  ['fri', 'There is no term "fri" at 0'],
  ['constructor', 'There is no term "constructor" at 0'],
  ['next 93 days', 'There is no term "next 93 days" at 0'],
  ['2026-02-30', 'There is no term "2026-02-30" at 0'],
  ['date before: soon', 'There is no date "soon" at 13'],
  ['date before:', 'Expected a date at 12'],
  ['#', 'Expected a name at 1'],
  ['#""', 'Expected a name at 1'],
  ['#"Home', 'Expected another " at 6'],
  ['search: & done', 'Expected a text at 8'],
  ['(done', 'Expected ")" at 5'],
  ['done)', 'Expected "&" or "|" at 4'],
  ['done !subtask', 'Expected "&" or "|" at 5'],
  ['#"Home" x', 'Expected "&" or "|" at 8'],
  [`search: ${'x'.repeat(493)}`, 'Use at most 500 characters at 500'],
  [`search: ${'😀'.repeat(493)}`, 'Use at most 500 characters at 992'],
  [Array(51).fill('p1').join('&'), 'Use at most 50 terms at 150'],
  [`${'('.repeat(21)}p1${')'.repeat(21)}`, 'Use at most 20 levels at 20'],
  [`${'!'.repeat(21)}p1`, 'Use at most 20 levels at 20'],
])('%s does not parse: %s', (query, message) => {
  const at = Number(/ at (\d+)$/.exec(message)?.[1]);
  expect(parseFilter(query)).toEqual({ ok: false, at, message });
});

test.each([
  `search: ${'😀'.repeat(492)}`,
  Array(50).fill('p1').join('|'),
  `${'('.repeat(20)}p1${')'.repeat(20)}`,
  `${'(!'.repeat(10)}p1${')'.repeat(10)}`,
])('%s is within the limits', (query) => {
  expect(parseFilter(query).ok).toBe(true);
});

const piece = fc.constantFrom(
  'today',
  'p1',
  '&',
  '|',
  '!',
  '(',
  ')',
  '#',
  '/',
  '@',
  '"',
  ' ',
  'a',
  '*',
  'search:',
  'date before:',
  'friday',
);
test('any text is parsed, or refused with an offset inside it', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => pieces.join('')),
      ),
      (query) => {
        const parsed = parseFilter(query);
        if (parsed.ok) return;
        expect(parsed.message).toMatch(new RegExp(`. at ${parsed.at}$`));
        expect(parsed.at).toBeGreaterThanOrEqual(0);
        expect(parsed.at).toBeLessThanOrEqual(query.length);
      },
    ),
    { numRuns: shortOrLong(100, 20_000) },
  );
});
