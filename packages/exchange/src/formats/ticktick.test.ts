import { expect, test } from 'vitest';
import { read, taskIn, tasksIn } from '../testing/read.ts';

const names = [
  'List Name',
  'Title',
  'Content',
  'Is Check list',
  'Start Date',
  'Due Date',
  'Repeat',
  'Priority',
  'Status',
  'Timezone',
  'Is All Day',
  'Is Floating',
  'taskId',
  'parentId',
];
const file = (...rows: Record<string, string>[]) =>
  [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))]
    .map((cells) => cells.map((cell) => `"${cell}"`).join(','))
    .join('\n');
const task = (row: Record<string, string>) => taskIn(file({ Title: 'Milk', ...row }));
const time = '2026-12-14T14:00:00+0000';

test.each([
  ['a start alone', { 'Start Date': time }, { start: '2026-12-14T15:00', due: undefined }],
  [
    'a rule with a start alone',
    { 'Start Date': time, Repeat: 'RRULE:FREQ=DAILY' },
    { due: '2026-12-14T15:00', rule: 'FREQ=DAILY' },
  ],
  [
    'a rule of its own',
    { 'Due Date': time, Repeat: 'ERULE:NAME=CUSTOM' },
    { due: '2026-12-14T15:00', description: 'Repeats: ERULE:NAME=CUSTOM' },
  ],
  [
    'a floating time elsewhere',
    { 'Due Date': time, Timezone: 'America/New_York', 'Is Floating': 'true' },
    { due: '2026-12-14T09:00' },
  ],
  [
    'a floating time without zone',
    { 'Due Date': time, 'Is Floating': 'true' },
    { due: '2026-12-14T15:00' },
  ],
  [
    'all day',
    { 'Due Date': '2026-12-13T23:00:00+0000', 'Is All Day': 'true' },
    { due: '2026-12-14' },
  ],
  ['no date', { 'Due Date': 'soon' }, { description: 'Due: soon' }],
  ['given up', { Status: '-1' }, { completed: true, description: 'Status: will not do' }],
  ['p1', { Priority: 'p1' }, { priority: 1 }],
  ['no list', {}, { list: null }],
])('%s', (_, row, expected) => {
  expect(task(row)).toMatchObject(expected);
});

test('items of a check list in each form; other lines are the description', () => {
  const content = 'To take\n▫ A\n☐B\n- [ ] C\n☑ D\n- [x] E\n▪\nand more';
  const { plan } = read(
    file({ Title: 'Bag', Content: content, 'Is Check list': 'Y', taskId: '1' }),
  );
  const [bag, ...items] = tasksIn(plan);
  expect(bag).toMatchObject({ title: 'Bag', description: 'To take\nand more' });
  expect(items.map(({ title, completed = false, parent }) => [title, completed, parent])).toEqual([
    ['A', false, 'Bag'],
    ['B', false, 'Bag'],
    ['C', false, 'Bag'],
    ['D', true, 'Bag'],
    ['E', true, 'Bag'],
  ]);
});

test('a text that is no id is none, also where it comes once', () => {
  expect(task({ taskId: 'n/a' }).uid).not.toContain('ticktick');
});

test('unknown columns and folders are noted once', () => {
  const { notes } = read('Folder Name,List Name,Title,Shape\nLife,Garden,A,x\nLife,Garden,B,x\n');
  expect(notes.map(({ field }) => field)).toEqual(['shape', 'folder name']);
});
