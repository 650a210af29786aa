import { expect, test } from 'vitest';
import { read, taskIn, tasksIn } from '../testing/read.ts';

const item = (more: object) => ({ uuid: '1', status: 'pending', description: 'Milk', ...more });
const task = (more: object) => taskIn(JSON.stringify([item(more)]));
const due = '20261230T230000Z';
const recurring = (recur: string) => task({ status: 'recurring', recur, due });

test.each([
  ['daily', 'FREQ=DAILY'],
  ['weekdays', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
  ['biweekly', 'FREQ=WEEKLY;INTERVAL=2'],
  ['monthly', 'FREQ=MONTHLY;BYMONTHDAY=-1'],
  ['quarterly', 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1'],
  ['3d', 'FREQ=DAILY;INTERVAL=3'],
  ['2 weeks', 'FREQ=WEEKLY;INTERVAL=2'],
  ['P3M', 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1'],
  ['2q', 'FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1'],
  ['1y', 'FREQ=YEARLY'],
])('%s is %s', (recur, rule) => {
  expect(recurring(recur)).toMatchObject({ due: '2026-12-31', rule });
});

test.each(['3m', '0d', 'often', '3h'])('%s is no rule of ours', (recur) => {
  expect(recurring(recur)).toMatchObject({ due: '2026-12-31', description: `Repeats: ${recur}` });
});

test.each([
  ['waiting is open', { status: 'waiting', wait: due }, { start: '2026-12-31' }],
  ['scheduled', { scheduled: '20261230T080000Z' }, { start: '2026-12-30T09:00' }],
  [
    'wait and scheduled',
    { wait: due, scheduled: '20261230T080000Z' },
    { start: '2026-12-31', description: 'Scheduled: 2026-12-30T09:00' },
  ],
  ['no time', { due: 'soon' }, { description: 'Due: soon' }],
  ['depends as a text', { depends: 'a,b' }, { description: 'Depends on: a\nDepends on: b' }],
  ['other fields', { score: 3, tags2: ['x'] }, { description: 'score: 3\ntags2: ["x"]' }],
  ['an instance without its template', { parent: '9', due }, { due: '2026-12-31' }],
])('%s', (_, more, expected) => {
  expect(task(more)).toMatchObject(expected);
});

test('an object a line', () => {
  const { from, plan } = read(
    `${JSON.stringify(item({}))},\n${JSON.stringify(item({ uuid: '2', project: 'A' }))}\n`,
  );
  expect(from).toBe('taskwarrior');
  expect(tasksIn(plan)).toMatchObject([{ list: null }, { list: 'A' }]);
  expect(taskIn(JSON.stringify(item({})))).toMatchObject({ uid: '1' });
});

test('the earliest open instance is the due of a recurring task; done ones are tasks', () => {
  const template = item({ status: 'recurring', recur: 'weekly', due });
  const instance = (uuid: string, more: object) => item({ uuid, parent: '1', ...more });
  const { plan } = read(
    JSON.stringify([
      instance('3', { due: '20270113T230000Z' }),
      template,
      instance('2', { due: '20270106T230000Z', status: 'waiting' }),
      instance('4', { due, status: 'completed', end: due }),
      instance('5', {}),
    ]),
  );
  expect(tasksIn(plan)).toMatchObject([
    { uid: '1', due: '2027-01-07', rule: 'FREQ=WEEKLY' },
    { uid: '4', due: '2026-12-31', completed: true },
  ]);
});
