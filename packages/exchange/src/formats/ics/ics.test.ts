import { expect, test } from 'vitest';
import { read, taskIn, tasksIn } from '../../testing/read.ts';

const calendar = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR'].join('\r\n');
const todo = (...lines: string[]) => ['BEGIN:VTODO', 'SUMMARY:Milk', ...lines, 'END:VTODO'];
const task = (...lines: string[]) => taskIn(calendar(...todo(...lines)));

test.each([
  [
    'a zone behind a prefix',
    ['DUE;TZID=/mozilla.org/20050126_1/Asia/Tokyo:20261202T100000'],
    { due: '2026-12-02T10:00[Asia/Tokyo]' },
  ],
  [
    'a zone of Windows',
    ['DUE;TZID=Tokyo Standard Time:20261202T100000'],
    { due: '2026-12-02T10:00[Asia/Tokyo]' },
  ],
  ['an unknown zone', ['DUE;TZID=Nowhere:20261202T100000'], { due: '2026-12-02T10:00' }],
  ['DUE as DATE in a zone', ['DUE;TZID=Asia/Tokyo;VALUE=DATE:20261202'], { due: '2026-12-02' }],
  ['no date', ['DUE:soon'], { description: 'Due: soon' }],
  ['days of DURATION', ['DTSTART;VALUE=DATE:20261202', 'DURATION:P1W2D'], { due: '2026-12-11' }],
  [
    'a DURATION in a zone',
    ['DTSTART;TZID=Asia/Tokyo:20261202T233000', 'DURATION:PT1H'],
    { due: '2026-12-03T00:30[Asia/Tokyo]' },
  ],
  [
    'no DURATION',
    ['DTSTART:20261202T233000', 'DURATION:long'],
    { start: '2026-12-02T23:30', due: undefined },
  ],
  ['DTSTART alone', ['DTSTART:20261202T233000'], { start: '2026-12-02T23:30' }],
  [
    'DTSTART of a rule',
    ['DTSTART:20261202T233000', 'RRULE:FREQ=DAILY'],
    { due: '2026-12-02T23:30', rule: 'FREQ=DAILY' },
  ],
  [
    'a bare rule with both',
    ['DTSTART:20261202T080000', 'DUE:20261203T080000', 'RRULE:FREQ=DAILY;COUNT=3'],
    { start: '2026-12-02T08:00', rule: 'FREQ=DAILY;COUNT=3' },
  ],
  [
    'a rule that counts from DTSTART',
    ['DTSTART:20261202T080000', 'DUE:20261203T080000', 'RRULE:FREQ=WEEKLY;BYDAY=WE'],
    { due: '2026-12-03T08:00', description: 'Repeats: FREQ=WEEKLY;BYDAY=WE' },
  ],
  [
    'two rules',
    ['DUE:20261203T080000', 'RRULE:FREQ=DAILY', 'RRULE:FREQ=WEEKLY'],
    { description: 'Repeats: FREQ=DAILY' },
  ],
  [
    'EXRULE',
    ['DUE:20261203T080000', 'RRULE:FREQ=DAILY', 'EXRULE:FREQ=WEEKLY'],
    { description: 'Repeats: FREQ=DAILY' },
  ],
  ['a rule without dates', ['RRULE:FREQ=DAILY'], { description: 'Repeats: FREQ=DAILY' }],
  [
    'an impossible rule',
    ['DUE:20261203', 'RRULE:FREQ=HOURLY'],
    { description: 'Repeats: FREQ=HOURLY' },
  ],
  [
    'UNTIL on a clock without zone',
    ['DUE:20261203T080000', 'RRULE:FREQ=DAILY;UNTIL=20261231T225959Z'],
    { rule: 'FREQ=DAILY;UNTIL=20261231T235959' },
  ],
  [
    'UNTIL of days',
    ['DUE;VALUE=DATE:20261203', 'RRULE:FREQ=DAILY;UNTIL=20261231T225959Z'],
    { rule: 'FREQ=DAILY;UNTIL=20261231' },
  ],
  [
    'UNTIL in a zone',
    ['DUE;TZID=Asia/Tokyo:20261203T080000', 'RRULE:FREQ=DAILY;UNTIL=20261231T225959Z'],
    { rule: 'FREQ=DAILY;UNTIL=20261231T225959Z' },
  ],
  [
    'EXDATE of days',
    ['DUE;VALUE=DATE:20261203', 'RRULE:FREQ=DAILY', 'EXDATE;VALUE=DATE:20261204,20261205'],
    { rule: 'FREQ=DAILY\nEXDATE:20261204,20261205' },
  ],
  [
    'EXDATE as a day of a time',
    ['DUE:20261203T080000', 'RRULE:FREQ=DAILY', 'EXDATE;VALUE=DATE:20261204'],
    { rule: 'FREQ=DAILY\nEXDATE:20261204T080000' },
  ],
  [
    'EXDATE in another zone',
    ['DUE;TZID=Asia/Tokyo:20261203T080000', 'RRULE:FREQ=DAILY', 'EXDATE:20261203T230000Z'],
    { rule: 'FREQ=DAILY\nEXDATE:20261204T080000' },
  ],
  [
    'EXDATE without zone of a zoned one',
    ['DUE;TZID=Asia/Tokyo:20261203T080000', 'RRULE:FREQ=DAILY', 'EXDATE:20261204T000000'],
    { rule: 'FREQ=DAILY\nEXDATE:20261204T080000' },
  ],
  [
    'RDATE as a period',
    ['DUE:20261203T080000', 'RRULE:FREQ=DAILY', 'RDATE;VALUE=PERIOD:20261204T080000/PT1H'],
    { description: 'Repeats: FREQ=DAILY' },
  ],
  [
    'COMPLETED alone',
    ['COMPLETED:20261110T101500Z'],
    { completed: true, completedAt: '2026-11-10T10:15:00.000Z' },
  ],
  [
    'fields without a place',
    ['LOCATION:Here\\, there', 'COMMENT:Bring\\nbags'],
    { description: 'Location: Here, there\nBring\nbags' },
  ],
  ['no priority', ['PRIORITY:high'], { priority: undefined }],
  ['another relation', ['RELATED-TO;RELTYPE=SIBLING:x'], { parentUid: undefined }],
])('%s', (_, lines, expected) => {
  expect(task(...lines)).toMatchObject(expected);
});

test('a fold inside of a character', () => {
  const bytes = new TextEncoder().encode(calendar(...todo('DESCRIPTION:a🪢b')));
  const at = bytes.indexOf(0xf0) + 2;
  const folded = new Uint8Array([...bytes.subarray(0, at), 13, 10, 32, ...bytes.subarray(at)]);
  expect(taskIn(folded)).toMatchObject({ description: 'a🪢b' });
});

test("the calendar's own zones, and several calendars in a file", () => {
  const zone = [
    'BEGIN:VTIMEZONE',
    'TZID:Mine',
    'X-LIC-LOCATION:Asia/Tokyo',
    'BEGIN:STANDARD',
    'END:STANDARD',
    'END:VTIMEZONE',
  ];
  const file = [
    calendar(
      'X-WR-CALNAME:One\\, two',
      ...zone,
      ...todo('UID:1', 'DUE;TZID="Mine":20261202T100000'),
    ),
    calendar('X-WR-CALNAME:Other', 'no property', 'ALSO;NONE', ...todo('UID:2')),
  ].join('\r\n');
  expect(tasksIn(read(file).plan)).toMatchObject([
    { uid: '1', list: 'One, two', due: '2026-12-02T10:00[Asia/Tokyo]' },
    { uid: '2', list: 'Other' },
  ]);
});

test('what is no task is noted', () => {
  const { plan, notes } = read(
    calendar(
      ...todo('UID:1', 'ATTACH:http://a'),
      ...todo('UID:1', 'RECURRENCE-ID:20261202'),
      'BEGIN:VJOURNAL',
      'END:VJOURNAL',
      'END:VTODO',
    ),
  );
  expect(plan.tasks).toHaveLength(1);
  expect(notes.map(({ level, row }) => [level, row])).toEqual([
    ['left out', 2],
    ['left out', 7],
    ['left out', 12],
  ]);
});
