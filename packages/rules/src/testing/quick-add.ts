import fc from 'fast-check';
import { parseQuickAdd, type QuickAdd, type QuickAddOptions } from '../quick-add.ts';

/** Monday in Berlin, 10:00. */
export const options: QuickAddOptions = {
  now: '2026-11-30T09:00:00.000Z',
  zone: 'Europe/Berlin',
  names: {
    lists: ['Home', 'Home Improvements', 'Party'],
    sections: ['Kitchen'],
    labels: ['phone'],
  },
};

/** The fields of a text, without its spans. */
export function read(text: string, more: Partial<QuickAddOptions> = {}): Omit<QuickAdd, 'spans'> {
  const { spans: _, ...fields } = parseQuickAdd(text, { ...options, ...more });
  return fields;
}

const pieces =
  'buy the milk Wave # / @ #Home /Kitchen @phone @"two words" p1 p4 \\ " { } , . ! today tomorrow ' +
  'tonight next this friday fri 15 5 dec 24.12. 12/5 1/2 on by due at 9 9am 21:30 noon morning every ' +
  'every! other second last day week month 12 hours monthly and 1st 31st starting until for 10 times ' +
  'start: deadline: {15 2027-01-31 in 3 days end of month after weekend 29 feb';

/** Texts of words that quick add knows, joined at random, and any other texts. */
export const anyText = fc.oneof(
  fc.array(fc.constantFrom(...pieces.split(' '), ' ', '\n')).map((words) => words.join(' ')),
  fc.array(fc.constantFrom(...pieces.split(' '))).map((words) => words.join('')),
  fc.string({ unit: 'binary' }),
);
