import { describe, expect, test } from 'vitest';
import { ruleProblem } from '../recurrence.ts';

const day = '2026-11-30';
const time = '2026-11-30T09:00';
const numbers = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => from + index).join();

describe('it takes', () => {
  test.each([
    ['FREQ=DAILY', day],
    ['FREQ=DAILY;', day],
    ['freq=weekly;byday=mo,tu', day],
    ['INTERVAL=2;FREQ=DAILY', day],
    ['FREQ=DAILY;COUNT=10000;INTERVAL=10000', '1900-01-01'],
    ['FREQ=MONTHLY;BYDAY=+1MO,-1FR', day],
    ['FREQ=YEARLY;BYDAY=20MO', day],
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;WKST=SU', day],
    ['FREQ=YEARLY;BYYEARDAY=-1', day],
    ['FREQ=HOURLY;BYYEARDAY=1', time],
    ['FREQ=DAILY;BYHOUR=9;BYSETPOS=1', time],
    ['FREQ=DAILY;UNTIL=20261201T090000Z', time],
    ['FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,30', time],
    ['FREQ=MINUTELY;INTERVAL=90', `${time}[Europe/Berlin]`],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', day],
    ['FREQ=DAILY;COUNT=1\nEXDATE:20261130\nRDATE:20261224', day],
    ['FREQ=DAILY\nEXDATE:20261130\nEXDATE:20261201,20261202', day],
    [`FREQ=DAILY;BYHOUR=${numbers(10)};BYMINUTE=${numbers(10)}`, time],
    [`FREQ=HOURLY;BYMINUTE=${numbers(60)}`, time],
  ])('%j from %s', (rule, anchor) => {
    expect(ruleProblem(rule, anchor)).toBeNull();
  });
});

describe('it refuses', () => {
  test.each([
    ['', day, 'cannot be read'],
    ['every day', day, 'cannot be read'],
    ['RRULE:FREQ=DAILY', day, 'cannot be read'],
    ['FREQ=HOURL', day, 'cannot be read'],
    ['INTERVAL=2', day, 'FREQ'],
    ['FREQ=DAILY,WEEKLY', day, 'cannot be read'],
    ['FREQ=DAILY;;COUNT=1', day, 'cannot be read'],
    ['FREQ=DAILY;FREQ=DAILY', day, 'FREQ'],
    ['FREQ=DAILY;COUNT=1;COUNT=2', day, 'COUNT'],
    ['FREQ=DAILY;X-PART=1', day, 'X-PART'],
    ['FREQ=DAILY;BYEASTER=0', day, 'BYEASTER'],
    ['FREQ=DAILY;INTERVAL=0', day, 'cannot be read'],
    ['FREQ=DAILY;INTERVAL=-1', day, 'cannot be read'],
    ['FREQ=DAILY;INTERVAL=1,2', day, 'INTERVAL'],
    ['FREQ=DAILY;INTERVAL=1.5', day, 'cannot be read'],
    ['FREQ=DAILY;COUNT=0', day, 'cannot be read'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', day, 'cannot be read'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', day, 'cannot be read'],
    ['FREQ=MONTHLY;BYMONTHDAY=', day, 'cannot be read'],
    ['FREQ=YEARLY;BYMONTH=-1', day, 'cannot be read'],
    ['FREQ=YEARLY;BYMONTH=13', day, 'cannot be read'],
    ['FREQ=YEARLY;BYWEEKNO=54', day, 'cannot be read'],
    ['FREQ=YEARLY;BYYEARDAY=367', day, 'cannot be read'],
    ['FREQ=DAILY;BYHOUR=24', time, 'cannot be read'],
    ['FREQ=DAILY;BYMINUTE=60', time, 'cannot be read'],
    ['FREQ=DAILY;BYSECOND=61', time, 'cannot be read'],
    ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367', day, 'cannot be read'],
    ['FREQ=MONTHLY;BYDAY=0MO', day, 'cannot be read'],
    ['FREQ=MONTHLY;BYDAY=54MO', day, 'cannot be read'],
    ['FREQ=WEEKLY;BYDAY=XX', day, 'cannot be read'],
    ['FREQ=WEEKLY;BYDAY=M', day, 'cannot be read'],
    ['FREQ=WEEKLY;WKST=1', day, 'cannot be read'],
    ['FREQ=DAILY;UNTIL=2026-12-01', day, 'cannot be read'],
    ['FREQ=DAILY;UNTIL=20260230', day, 'cannot be read'],
    ['FREQ=DAILY;UNTIL=20261201Z', day, 'cannot be read'],
    ['FREQ=DAILY;UNTIL=20261201T0900', day, 'cannot be read'],
    ['FREQ=DAILY\nEXDATE:', day, 'cannot be read'],
    ['FREQ=DAILY;EXDATE=20261201', day, 'EXDATE'],
    ['FREQ=DAILY;EXDATE:20261201', day, 'EXDATE'],
    ['FREQ=DAILY\nCOUNT=2', day, 'COUNT'],
    ['EXDATE:20261201', day, 'EXDATE:20261201'],
    ['FREQ=DAILY\nEXRULE:FREQ=DAILY', day, 'EXRULE'],
    ['FREQ=DAILY\n', day, 'cannot be read'],
    ['FREQ=DAILY', '2026-02-30', 'no date'],
    ['FREQ=SECONDLY', time, 'FREQ=SECONDLY'],
    ['FREQ=HOURLY', day, 'with a day'],
    ['FREQ=MINUTELY', day, 'with a day'],
    ['FREQ=DAILY;BYHOUR=9', day, 'with a day'],
    ['FREQ=DAILY;BYMINUTE=9', day, 'with a day'],
    ['FREQ=DAILY;BYSECOND=9', day, 'with a day'],
    ['FREQ=DAILY;COUNT=1;UNTIL=20261201', day, 'COUNT cannot be used with UNTIL'],
    ['FREQ=DAILY;COUNT=10001', day, '10000'],
    ['FREQ=DAILY;INTERVAL=10001', day, '10000'],
    ['FREQ=MONTHLY;BYWEEKNO=20', day, 'BYWEEKNO'],
    ['FREQ=MONTHLY;BYYEARDAY=20', day, 'BYYEARDAY'],
    ['FREQ=WEEKLY;BYYEARDAY=20', day, 'BYYEARDAY'],
    ['FREQ=DAILY;BYYEARDAY=20', day, 'BYYEARDAY'],
    ['FREQ=WEEKLY;BYMONTHDAY=20', day, 'BYMONTHDAY'],
    ['FREQ=WEEKLY;BYDAY=1MO', day, 'A number in BYDAY'],
    ['FREQ=DAILY;BYDAY=-1MO', day, 'A number in BYDAY'],
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO', day, 'A number in BYDAY'],
    ['FREQ=MONTHLY;BYSETPOS=1', day, 'BYSETPOS'],
    [`FREQ=DAILY;BYHOUR=${numbers(10)};BYMINUTE=${numbers(11)}`, time, '100 times'],
    ['FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2', day, 'no occurrence'],
    ['FREQ=MONTHLY;BYDAY=6MO', day, 'no occurrence'],
    ['FREQ=DAILY;UNTIL=20261129', day, 'no occurrence'],
    ['FREQ=DAILY;COUNT=1\nEXDATE:20261130', day, 'no occurrence'],
    ['FREQ=YEARLY;INTERVAL=200;BYMONTH=1', '2026-11-30', 'no occurrence'],
    [`FREQ=DAILY\nRDATE:${numbers(120, 20270101)}`, day, 'at most 1000 characters'],
  ])('%j from %s', (rule, anchor, part) => {
    expect(ruleProblem(rule, anchor)).toContain(part);
  });
});

test('a problem is a sentence, and none is a text without end', () => {
  const problem = ruleProblem(`FREQ=${'A'.repeat(900)}`, day);
  expect(problem).toMatch(/^[A-Z].*$/);
  expect(problem?.length).toBeLessThan(200);
});
