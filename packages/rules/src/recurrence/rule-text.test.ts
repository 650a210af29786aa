import { expect, test } from 'vitest';
import { ruleText } from '../recurrence.ts';

test.each([
  ['FREQ=DAILY', 'every day'],
  ['FREQ=DAILY;INTERVAL=3', 'every 3 days'],
  ['FREQ=WEEKLY', 'every week'],
  ['FREQ=MONTHLY', 'every month'],
  ['FREQ=YEARLY', 'every year'],
  ['FREQ=HOURLY;INTERVAL=12', 'every 12 hours'],
  ['FREQ=MINUTELY;INTERVAL=90', 'every 90 minutes'],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'every weekday'],
  ['FREQ=WEEKLY;BYDAY=SA,SU', 'every weekend'],
  ['FREQ=WEEKLY;BYDAY=MO', 'every monday'],
  ['FREQ=WEEKLY;BYDAY=MO,WE,FR', 'every monday, wednesday and friday'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', 'every other tuesday'],
  ['FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH', 'every 3 weeks on tuesday and thursday'],
  ['FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15', 'every 2 months on the 15th day'],
  ['FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO', 'every 2 months on the 1st monday'],
  ['FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15,-1', 'every 2 months on the 15th and last day'],
  ['FREQ=MONTHLY;BYMONTHDAY=1,15', 'every 1st and 15th'],
  ['FREQ=MONTHLY;BYMONTHDAY=2,3,11,12,13,22,23', 'every 2nd, 3rd, 11th, 12th, 13th, 22nd and 23rd'],
  ['FREQ=MONTHLY;BYMONTHDAY=-1', 'every last day'],
  ['FREQ=MONTHLY;BYMONTHDAY=1,-1', 'every 1st and last day'],
  ['FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1', 'every 29th'],
  ['FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1', 'every 30th'],
  ['FREQ=MONTHLY;BYMONTHDAY=15,28,29,30;BYSETPOS=1,-1', 'every 15th and 30th'],
  ['FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=1,-1', 'every 28th and 30th'],
  ['FREQ=MONTHLY;BYDAY=2TU', 'every 2nd tuesday'],
  ['FREQ=MONTHLY;BYDAY=1FR,-1FR', 'every 1st and last friday'],
  ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'every last workday'],
  ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1', 'every 1st workday'],
  ['FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31', 'every 31 dec'],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1', 'every 29 feb'],
  ['FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1', 'every 3 months on the 31st'],
  ['FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=28,29;BYSETPOS=-1', 'every 3 months on the 29th'],
  ['FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1', 'every 2 years on 29 feb'],
  ['FREQ=WEEKLY;COUNT=10', 'every week for 10 times'],
  ['FREQ=WEEKLY;COUNT=1', 'every week for 1 time'],
  ['FREQ=WEEKLY;BYDAY=TH;UNTIL=20270401T235959', 'every thursday until 1 apr 2027'],
  ['FREQ=DAILY;UNTIL=20270401', 'every day until 1 apr 2027'],
])('%s is: %s', (rule, words) => {
  expect(ruleText(rule, 'due')).toBe(words);
});

test('a rule from completion has an exclamation mark', () => {
  expect(ruleText('FREQ=MONTHLY;INTERVAL=3', 'completion')).toBe('every! 3 months');
});

test('the last day with an interval from completion has words', () => {
  const rule = 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1';
  expect(ruleText(rule, 'completion')).toBe('every! 3 months on the last day');
});

test.each([
  'FREQ=SECONDLY',
  'FREQ=MONTHLY;BYMONTHDAY=31',
  'FREQ=MONTHLY;BYMONTHDAY=-2',
  'FREQ=MONTHLY;BYMONTHDAY=-1,28,29;BYSETPOS=-1,1',
  'FREQ=MONTHLY;BYMONTHDAY=1,2;BYSETPOS=-1',
  'FREQ=YEARLY;INTERVAL=2;BYMONTH=12;BYMONTHDAY=24',
  'FREQ=MONTHLY;BYMONTH=5;BYMONTHDAY=15',
  'FREQ=MONTHLY;BYDAY=MO',
  'FREQ=MONTHLY;BYDAY=1MO,1TU',
  'FREQ=MONTHLY;BYDAY=-2MO',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=21',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1',
  'FREQ=WEEKLY;BYDAY=MO;WKST=SU',
  'FREQ=YEARLY;BYMONTHDAY=15',
  'FREQ=YEARLY;BYMONTH=1,2;BYMONTHDAY=15',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
  'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=28,29;BYSETPOS=-1',
  'FREQ=YEARLY;BYDAY=MO',
  'FREQ=DAILY;BYHOUR=9',
  'FREQ=DAILY;UNTIL=20270401T120000',
  'FREQ=DAILY;UNTIL=20270401T235959Z',
  'FREQ=DAILY;COUNT=2;UNTIL=20270401',
  'FREQ=DAILY\nEXDATE:20270101',
])('%j has no words, so it stays', (rule) => {
  expect(ruleText(rule, 'due')).toBe(rule);
});
