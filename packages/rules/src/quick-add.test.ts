import fc from 'fast-check';
import { expect, test } from 'vitest';
import cases from './cases/quick-add.json' with { type: 'json' };
import { isDate } from './date.ts';
import { parseQuickAdd } from './quick-add.ts';
import { ruleProblem } from './recurrence.ts';
import { cpuTime, takesLessThan } from './testing/cpu-time.ts';
import { anyText, options, read } from './testing/quick-add.ts';
import { shortOrLong } from './testing/short-or-long.ts';

test.each(cases)('reads $text', ({ text, expect: expected, now, zone, dateOrder }) => {
  expect(read(text, { now, zone, dateOrder: dateOrder === 'dmy' ? 'dmy' : 'mdy' })).toEqual(
    expected,
  );
});

const properties = { numRuns: shortOrLong(75, 100_000) };

test('any text is read: spans are in order and apart, and fields are valid', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { spans, due, start, deadline, rule, labels = [] } = parseQuickAdd(text, options);
      let at = 0;
      for (const span of spans) {
        expect(span.start).toBeGreaterThanOrEqual(at);
        expect(span.end).toBeGreaterThan(span.start);
        at = span.end;
      }
      expect(at).toBeLessThanOrEqual(text.length);
      for (const date of [due, start, deadline])
        expect(date === undefined || isDate(date)).toBe(true);
      if (rule !== undefined) expect([ruleProblem(rule, due ?? ''), rule]).toEqual([null, rule]);
      expect(new Set(labels).size).toBe(labels.length);
    }),
    properties,
  );
});

test('the title is the text without the spans', () => {
  const letters = (text: string) => text.replace(/[\s\u0085\\,.;:!?)…]+/g, '');
  fc.assert(
    fc.property(anyText, (text) => {
      const { spans, title } = parseQuickAdd(text, options);
      const rest = spans.reduceRight(
        (left, { start, end }) => left.slice(0, start) + left.slice(end),
        text,
      );
      // Where nothing is left the title is the whole text.
      expect(letters(title)).toBe(letters(rest) || letters(/^[^\\]*$/.test(rest) ? text : title));
      expect(title).not.toMatch(/[\n\r\u0085\u2028\u2029]|\s{2}|^\s|\s$/);
    }),
    properties,
  );
});

test('a title is text when it is read again, where no phrase is left in it', () => {
  fc.assert(
    fc.property(fc.constantFrom(...cases), ({ text, expect: { title } }) => {
      fc.pre(!text.includes('\\'));
      expect(read(title)).toEqual({ title });
    }),
  );
});

const plain = 'Buy milk '.repeat(500).slice(0, 500);
const control = cpuTime(() => Array.from({ length: 10 }, () => parseQuickAdd(plain, options)));

test.each([
  'every mon, ',
  'every 1st and ',
  'in 3 days at 9 ',
  '9am fri ',
  '5 dec 2026, ',
  'on by due at ',
  'start: ',
  '#a @b /c ',
  '\\today ',
  '\\',
  '"',
  '{',
  ' ',
])('500 characters of %j take a bounded time', (piece) => {
  const text = piece.repeat(500).slice(0, 500);
  expect(takesLessThan(5 * control, () => parseQuickAdd(text, options))).toBe(true);
});
