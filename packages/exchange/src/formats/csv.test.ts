import { expect, test } from 'vitest';
import { read, taskIn, tasksIn } from '../testing/read.ts';

test.each([
  [
    'columns in any order and case',
    'DUE,Title\n2026-12-24,Milk',
    { title: 'Milk', due: '2026-12-24' },
  ],
  ['one column', 'title\nMilk', { title: 'Milk' }],
  ['guarded cells', "title,description\n'=1+1,'''@x", { title: '=1+1', description: "''@x" }],
  ['an apostrophe', "title,due\n'tis,", { title: "'tis" }],
  ['labels', 'title,labels\nMilk,"a; b;""c;d"""', { labels: ['a', 'b', 'c;d'] }],
  ['done', 'title,completed\nMilk,yes', { completed: true }],
  [
    'done by its time',
    'title,completedAt\nMilk,2026-11-03',
    { completed: true, completedAt: '2026-11-02T23:00:00.000Z' },
  ],
  ['no priority', 'title,priority\nMilk,high', { priority: undefined }],
  [
    'a time of day in a deadline',
    'title,deadline\nMilk,2026-12-24T18:00',
    { deadline: '2026-12-24', description: 'Deadline: 2026-12-24T18:00' },
  ],
  ['quotes inside', 'title,due\nA "quoted" word,', { title: 'A "quoted" word' }],
  [
    'a quote that is not closed',
    'title,description\nMilk,"and\nbread',
    { description: 'and\nbread' },
  ],
  ['CR alone', 'title,due\rMilk,2026-12-24', { due: '2026-12-24' }],
  ['a section in the Inbox', 'title,section\nMilk,Kitchen', { section: null }],
])('%s', (_, file, expected) => {
  expect(taskIn(file)).toMatchObject(expected);
});

test('columns by map; a column that is none is noted once', () => {
  const { from, plan, notes } = read('What,When,Size\nMilk,2026-12-24,2\nBread,,1', {
    map: { what: 'title', when: 'due' },
  });
  expect(from).toBe('csv');
  expect(tasksIn(plan)).toMatchObject([{ title: 'Milk', due: '2026-12-24' }, { title: 'Bread' }]);
  expect(notes).toMatchObject([{ row: 1, field: 'size' }]);
});

test('lines are counted through cells with line breaks', () => {
  const { notes } = read('title,description,priority\n\n"a","b\r\nc\nd",1\nx,y,z\n');
  expect(notes).toMatchObject([{ row: 6, field: 'priority' }]);
});
