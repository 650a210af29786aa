import { expect, test } from 'vitest';
import { options, read } from '../testing/quick-add.ts';

const dueOf = (text: string, more = {}) => read(text, more).due;

test.each([
  ['Go today', '2026-11-30'],
  ['Go day after tomorrow', '2026-12-02'],
  ['Go monday again', '2026-12-07'],
  ['Go this friday', '2026-12-04'],
  ['Go next monday', '2026-12-07'],
  ['Go next month', '2026-12-01'],
  ['Go next year', '2027-01-01'],
  ['Go next weekend', '2026-12-12'],
  ['Go end of month', '2026-11-30'],
  ['Go in 3 days', '2026-12-03'],
  ['Go in a week', '2026-12-07'],
  ['Go in three months', '2027-02-28'],
  ['Go in 2 quarters', '2027-05-30'],
  ['Go in a year', '2027-11-30'],
  ['Go in 2 hours', '2026-11-30T12:00'],
  ['Go in 20 h', '2026-12-01T06:00'],
  ['Go 2027-01-31', '2027-01-31'],
  ['Go 30 nov', '2026-11-30'],
  ['Go 29 nov', '2027-11-29'],
  ['Go feb 29', '2028-02-29'],
  ['Go the 31st', '2026-12-31'],
  ['Go 5th of december', '2026-12-05'],
  ['Go december the 5th', '2026-12-05'],
  ['Go 15 April 2028', '2028-04-15'],
  ['Go 24.12.2027', '2027-12-24'],
  ['Go 24/12', '2026-12-24'],
  ['Go 12/5/2027', '2027-12-05'],
  ['Go Friday, 5 December', '2026-12-05'],
  ['Go tmrw', '2026-12-01'],
  ['Go the first monday of january', '2027-01-04'],
  ['Go last friday in november', '2027-11-26'],
  ['Go fifth sunday of february', '2032-02-29'],
  ['Go 2nd tue of dec 2028', '2028-12-12'],
])('%s is on %s', (text, due) => {
  expect(dueOf(text)).toBe(due);
});

test.each([
  'Go 2027-02-30',
  'Go 31 april',
  'Go 0 dec',
  'Go 13/13',
  'Go 5.13.',
  'Go 29 feb 2027',
  'Go 5 dec 1899',
  'Go in 300 years',
  'Go in 99999 years',
  'Go in 0 days',
  "Read today's news",
  'Stand-up mon-fri',
  'Go at 24',
  'Go 25:00',
])('%s has no date', (text) => {
  expect(read(text)).toEqual({ title: text });
});

test.each([
  ['fri call Bo', '2026-12-04', 'call Bo'],
  ['call fri Bo', undefined, 'call fri Bo'],
  ['call Bo on fri about it', '2026-12-04', 'call Bo about it'],
  ['call Bo by 5 dec or so', '2026-12-05', 'call Bo or so'],
  ['call Bo due: fri, then Ann', '2026-12-04', 'call Bo, then Ann'],
  ['call fri p1 @phone', '2026-12-04', 'call'],
  ['p1 fri call', '2026-12-04', 'call'],
  ['call fri 9am!', '2026-12-04T09:00', 'call!'],
  ['friday call 5 dec Bo', '2026-12-04', 'call 5 dec Bo'],
])('a weak date counts at the edges and after a preposition: %s', (text, due, title) => {
  expect(read(text)).toMatchObject({ title });
  expect(dueOf(text)).toBe(due);
});

test.each([
  ['Meet monday or on friday', '2026-12-04'],
  ['Meet monday or sunday', '2026-12-06'],
  ['Meet 9am tomorrow or 10am sunday', '2026-12-01T09:00'],
  ['Tomorrow meet Bo at 5pm', '2026-12-01T17:00'],
])('the longest phrase wins, of equal ones the last: %s', (text, due) => {
  expect(dueOf(text)).toBe(due);
});

test.each([
  ['Go at noon', '2026-11-30T12:00'],
  ['Go midnight', '2026-12-01T00:00'],
  ['Go 9am', '2026-12-01T09:00'],
  ['Go 12am', '2026-12-01T00:00'],
  ['Go 12:30 p.m.', '2026-11-30T12:30'],
  ['Go 10:00', '2026-12-01T10:00'],
  ['Go at 21', '2026-11-30T21:00'],
  ['Go at 9:30', '2026-12-01T09:30'],
  ['Go tomorrow in the afternoon', '2026-12-01T15:00'],
  ['Go friday night', '2026-12-04T22:00'],
  ['Go tonight at 8', '2026-11-30T20:00'],
  ['Go tomorrow evening 8:30', '2026-12-01T20:30'],
  ['Go tomorrow morning at 5', '2026-12-01T05:00'],
  ['Go tomorrow morning at 21', '2026-12-01T21:00'],
])('%s is at %s', (text, due) => {
  expect(read(text)).toEqual({ title: 'Go', due });
});

test.each([
  ['Go at 6', '2026-11-30T18:00', ['2026-12-01T06:00']],
  ['Go at 7', '2026-12-01T07:00', ['2026-11-30T19:00']],
  ['Go at 12', '2026-11-30T12:00', ['2026-12-01T00:00']],
  ['Go next friday at 9', '2026-12-11T09:00', ['2026-12-04T09:00', '2026-12-11T21:00']],
  ['Go 1/2/2028', '2028-01-02', ['2028-02-01']],
])('%s is %s or %s', (text, due, others) => {
  expect(read(text)).toEqual({
    title: 'Go',
    due,
    doubts: others.map((other) => ({ field: 'due', other })),
  });
});

test('start and deadline have doubts and times of their own', () => {
  expect(read('Go start:next friday at 9 {1/2}')).toEqual({
    title: 'Go',
    start: '2026-12-11T09:00',
    deadline: '2027-01-02',
    doubts: [
      { field: 'start', other: '2026-12-04T09:00' },
      { field: 'start', other: '2026-12-11T21:00' },
      { field: 'deadline', other: '2027-02-01' },
    ],
  });
  expect(read('Go {fri 9am} deadline: fri')).toEqual({
    title: 'Go {fri 9am}',
    deadline: '2026-12-04',
  });
});

test('dates are in the order of the person', () => {
  expect(read('Go 1/2', { dateOrder: 'dmy' })).toEqual({
    title: 'Go',
    due: '2027-02-01',
    doubts: [{ field: 'due', other: '2027-01-02' }],
  });
  expect(read('Go 5/5')).toEqual({ title: 'Go', due: '2027-05-05' });
});

test('a week begins on the day of the person', () => {
  // Sunday in Berlin.
  const now = '2026-11-29T12:00:00.000Z';
  expect(dueOf('Go next week', { now })).toBe('2026-11-30');
  expect(dueOf('Go next week', { now, weekStart: 7 })).toBe('2026-12-06');
  expect(dueOf('Go next monday', { now })).toBe('2026-11-30');
  expect(dueOf('Go next monday', { now, weekStart: 7 })).toBe('2026-12-07');
  expect(dueOf('Go next weekend', { now })).toBe('2026-12-05');
});

test('this weekend is today on a Saturday', () => {
  const now = '2026-12-05T12:00:00.000Z';
  expect(dueOf('Go this weekend', { now })).toBe('2026-12-05');
  expect(dueOf('Go next weekend', { now })).toBe('2026-12-12');
  expect(dueOf('Go saturday', { now })).toBe('2026-12-12');
});

test('now is on the wall clock of the zone', () => {
  expect(dueOf('Go today', { zone: 'Pacific/Auckland', now: '2026-11-30T12:00:00.000Z' })).toBe(
    '2026-12-01',
  );
  // An hour over the end of summer time.
  const now = '2026-10-25T00:30:00.000Z';
  expect(dueOf('Go in 60 min', { now })).toBe('2026-10-25T02:30');
  expect(() => read('Go', { zone: 'Nowhere/City' })).toThrow(RangeError);
  expect(options.zone).toBe('Europe/Berlin');
});

test('a title of nothing but punctuation is the whole text', () => {
  expect(read('. . today')).toEqual({ title: '. . today', due: '2026-11-30' });
});
