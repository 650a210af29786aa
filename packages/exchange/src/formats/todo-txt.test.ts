import { expect, test } from 'vitest';
import { read, taskIn } from '../testing/read.ts';

const task = (text: string) => taskIn(text, { from: 'todo.txt' });

test.each([
  ['x without a blank is text', 'xylophone', { title: 'xylophone' }],
  ['an unknown key stays', 'Milk key:value', { title: 'Milk key:value' }],
  ['a time is no key', 'Call at 12:30', { title: 'Call at 12:30' }],
  ['an address is no key', 'Read http://a.b/c', { title: 'Read http://a.b/c' }],
  ['a sign inside loses its mark', 'Ask +Bo now', { title: 'Ask Bo now', list: 'Bo' }],
  ['signs alone are a title', '+Home @phone', { title: '', list: null }],
  [
    'one done date',
    'x 2026-11-20 Milk',
    { completedAt: '2026-11-19T23:00:00.000Z', title: 'Milk' },
  ],
  ['done without dates', 'x Milk', { completed: true, title: 'Milk' }],
  ['a lower letter is low', '(D) Milk', { priority: 9 }],
  ['pri of a done one', 'x Milk pri:A', { priority: 1 }],
  [
    'a rule from completion',
    'Milk due:2026-01-31 rec:1m',
    { rule: 'FREQ=MONTHLY', ruleFrom: 'completion' },
  ],
  ['a rule from the due', 'Milk due:2026-01-31 rec:+1m', { rule: 'FREQ=MONTHLY;BYMONTHDAY=-1' }],
  [
    'the 29th',
    'Milk due:2026-01-29 rec:+2m',
    { rule: 'FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=28,29;BYSETPOS=-1' },
  ],
  [
    '29 February',
    'Milk due:2028-02-29 rec:+1y',
    { rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1' },
  ],
  ['years', 'Milk due:2026-01-31 rec:+1y', { rule: 'FREQ=YEARLY' }],
  ['a rule without due', 'Milk rec:1w', { description: 'Repeats: 1w' }],
  [
    'several weekdays',
    'Milk due:2026-01-05 rec:2b',
    { description: 'Repeats: 2b', due: '2026-01-05' },
  ],
  ['no unit', 'Milk due:2026-01-05 rec:often', { description: 'Repeats: often' }],
])('%s', (name, line, expected) => {
  if (name === 'signs alone are a title') {
    expect(read(line, { from: 'todo.txt' }).notes).toMatchObject([{ level: 'left out' }]);
    return;
  }
  expect(task(line)).toMatchObject(expected);
});

test('tasks without a project go to the list that the caller names', () => {
  expect(taskIn('(A) Milk', { list: 'Shop' })).toMatchObject({ list: 'Shop' });
});

test('the same line twice is two tasks, and the same two again', () => {
  const uids = (text: string) => read(text, { from: 'todo.txt' }).plan.tasks.map(({ uid }) => uid);
  const [first, second] = uids('Milk\nMilk');
  expect(first).not.toBe(second);
  expect(uids('Bread\nMilk\nMilk').slice(1)).toEqual([first, second]);
});
