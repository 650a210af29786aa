import { expect, test } from 'vitest';
import { taskWith } from '../testing/account.ts';
import { calendarText, eventLines, todoLines } from './calendar.ts';
import { escapeText, foldLine } from './ics-lines.ts';
import { timeZoneLines } from './vtimezone.ts';

const named = (due: string | null, more = {}) => ({
  task: { ...taskWith('t1', due), ...more },
  list: undefined,
  section: undefined,
  labels: [],
});
const events = (due: string | null) => eventLines(named(due));

test('a day is an event of a day, a time one of half an hour', () => {
  expect(events('2026-12-31')).toContain('DTEND;VALUE=DATE:20270101');
  expect(events('2026-12-31T23:45')).toContain('DTEND:20270101T001500');
  expect(events('2026-12-24T18:00[Asia/Tokyo]')).toContain('DTEND;TZID=Asia/Tokyo:20261224T183000');
  expect(events('2026-12-24T18:00[UTC]')).toContain('DTSTART:20261224T180000Z');
  expect(events('2026-12-24')).toEqual(
    expect.arrayContaining(['UID:t1#event', 'TRANSP:TRANSPARENT', 'SUMMARY:Milk']),
  );
  expect(events(null)).toEqual([]);
});

test('dates of a rule are in the clock of its due date', () => {
  const dates = (due: string, rule: string) =>
    todoLines(named(due, { rule })).find((line) => line.startsWith('EXDATE'));
  expect(dates('2026-12-24', 'FREQ=DAILY\nEXDATE:20261225')).toBe('EXDATE;VALUE=DATE:20261225');
  const timed = 'FREQ=DAILY\nEXDATE:20261225T180000,20261226T180000';
  expect(dates('2026-12-24T18:00', timed)).toBe('EXDATE:20261225T180000,20261226T180000');
  expect(dates('2026-12-24T18:00[UTC]', timed)).toBe('EXDATE:20261225T180000Z,20261226T180000Z');
  expect(dates('2026-12-24T18:00[Asia/Tokyo]', timed)).toBe(
    'EXDATE;TZID=Asia/Tokyo:20261225T180000,20261226T180000',
  );
});

test('the same tasks are the same bytes', () => {
  const text = () =>
    calendarText(['X-WR-CALNAME:Tydo'], [named('2026-12-24')], (one) => todoLines(one));
  expect(text()).toBe(text());
  expect(text().endsWith('END:VCALENDAR\r\n')).toBe(true);
});

test('control characters are left out, and lines are folded between characters', () => {
  expect(escapeText('a\u0007b\tc\r\nd;,\\')).toBe(String.raw`ab${'\t'}c\nd\;\,\\`);
  const folded = foldLine(`SUMMARY:${'ü🪢'.repeat(40)}`);
  expect(folded.replaceAll('\r\n ', '')).toBe(`SUMMARY:${'ü🪢'.repeat(40)}`);
  expect(folded.isWellFormed()).toBe(true);
});

test('a zone without changes, one whose changes follow no rule, and one of the past', () => {
  expect(timeZoneLines('Asia/Tokyo', 2026, 2026).join()).not.toMatch(/RRULE|DAYLIGHT/);
  const berlin = timeZoneLines('Europe/Berlin', 2026, 2027);
  expect(berlin).toContain('TZOFFSETFROM:+0100');
  expect(berlin.filter((line) => line.startsWith('DTSTART'))).toEqual([
    'DTSTART:20250101T000000',
    'DTSTART:20250330T020000',
    'DTSTART:20251026T030000',
    'DTSTART:20260329T020000',
    'DTSTART:20261025T030000',
    'DTSTART:20270328T020000',
    'DTSTART:20271031T030000',
  ]);
  expect(timeZoneLines('America/St_Johns', 2026, 2026)).toContain('TZOFFSETTO:-0330');
  expect(timeZoneLines('Africa/Casablanca', 2024, 2024).join()).not.toContain('RRULE');
});
