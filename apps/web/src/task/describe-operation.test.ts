import { noSchedule } from '@tydo/rules/schedule';
import { expect, test } from 'vitest';
import { withoutIsolates } from '../lib/isolate.ts';
import type { Task } from '../sync/use-view.ts';
import { describeOperation } from './describe-operation.ts';

const milk: Task = {
  id: 1,
  uid: 'milk',
  title: 'Milk',
  description: null,
  completed: false,
  createdAt: '2026-01-05T09:00:00.000Z',
  updatedAt: '2026-01-05T09:00:00.000Z',
  rank: 'a',
  completedAt: null,
  listId: null,
  sectionId: null,
  parentUid: null,
  priority: 0,
  labelIds: [],
  ...noSchedule,
  seriesUid: null,
};
const done = { ...milk, completed: true };
const daily: Task = {
  ...milk,
  due: '2026-11-30',
  rule: 'FREQ=DAILY',
  anchor: '2026-11-30',
  occurrence: '2026-11-30',
};
const next = { ...daily, due: '2026-12-01', occurrence: '2026-12-01' };
const copy = { ...done, uid: 'milk@2026-11-30', seriesUid: 'milk' };

type Change = [before: Task | null, after: Task | null];

const changesOf = (changes: Change[]) =>
  changes.map(([before, after]) => ({ noun: 'task', key: 'milk', before, after }));

const describe = (...changes: Change[]) =>
  withoutIsolates(describeOperation({ undoes: null, changes: changesOf(changes) }));

test.each<[string, ...Change[]]>([
  ['Added “Milk”', [null, milk]],
  ['Deleted “Milk”', [milk, null]],
  ['Completed “Milk”', [milk, done]],
  ['Active again: “Milk”', [done, milk]],
  ['Renamed “Milk” to “Oat milk”', [milk, { ...milk, title: 'Oat milk' }]],
  ['Changed the description of “Milk”', [milk, { ...milk, description: 'Two' }]],
  ['Moved “Milk”', [milk, { ...milk, rank: 'b' }]],
  ['Moved “Milk”', [milk, { ...milk, listId: 'home' }]],
  ['Changed the priority of “Milk”', [milk, { ...milk, priority: 1 }]],
  ['Changed the labels of “Milk”', [milk, { ...milk, labelIds: ['a'] }]],
  ['Changed the dates of “Milk”', [milk, { ...milk, due: '2026-11-30' }]],
  ['Changed the dates of “Milk”', [milk, daily]],
  ['Completed a round of “Milk”', [null, copy], [daily, next]],
  ['Skipped a round of “Milk”', [daily, next]],
  ['Moved 2 tasks', [milk, { ...milk, rank: 'b' }], [done, { ...done, rank: 'c' }]],
  ['Added 2 tasks', [null, milk], [null, done]],
  ['Deleted 2 tasks', [milk, null], [done, null]],
  ['Cleared 2 completed tasks', [done, null], [done, null]],
  ['Completed 2 tasks', [milk, done], [milk, done]],
  ['Changed 2 tasks', [milk, done], [done, milk]],
  ['Changed nothing'],
])('%s', (sentence, ...changes) => {
  expect(describe(...changes)).toBe(sentence);
});

test('an undo names what it took back, and a redo what is done again', () => {
  const undo = { undoes: 'deletion', changes: changesOf([[null, milk]]) };
  expect(withoutIsolates(describeOperation(undo))).toBe('Undone: deleted “Milk”');
  const redo = { undoes: 'undo', changes: changesOf([[milk, null]]) };
  const find = (id: string) => (id === 'undo' ? undo : undefined);
  expect(withoutIsolates(describeOperation(redo, find))).toBe('Redone: deleted “Milk”');
});
