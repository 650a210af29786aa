import { expect, test } from 'vitest';
import { withoutIsolates } from '../lib/isolate.ts';
import { describeOperation } from './describe-operation.ts';

const at = '2026-01-05T09:00:00.000Z';
const home = { id: 'home', name: 'Home', rank: 'a', archivedAt: null, updatedAt: at };
const task = { uid: 'milk', title: 'Milk', completed: false, listId: 'home', updatedAt: at };
const change = (noun: string, before: object | null, after: object | null) => ({
  noun,
  key: 'x',
  before: before && { ...before, updatedAt: at },
  after: after && { ...after, updatedAt: at },
});

test.each([
  ['Added the list “Home”', [change('list', null, home)]],
  ['Renamed the list “Home” to “House”', [change('list', home, { ...home, name: 'House' })]],
  ['Archived the list “Home”', [change('list', home, { ...home, archivedAt: at })]],
  ['Moved the label “Home”', [change('label', home, { ...home, rank: 'b' })]],
  ['Changed the filter “Home”', [change('filter', home, { ...home, color: 'red' })]],
  ['Changed the settings', [change('settings', null, { zone: 'UTC' })]],
  [
    'Deleted the list “Home” with 2 tasks',
    [change('task', task, null), change('task', task, null), change('list', home, null)],
  ],
  [
    'Deleted the section “Home”',
    [change('section', home, null), change('task', task, { ...task, sectionId: null })],
  ],
])('%s', (sentence, changes) => {
  expect(withoutIsolates(describeOperation({ undoes: null, changes }))).toBe(sentence);
});
