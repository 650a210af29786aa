// What is exported and imported again is the same, as far as the format holds it.
import { expect, test } from 'vitest';
import { type ExchangeRows, type ExportFormat, exportFormats } from './export-format.ts';
import type { ImportPlan } from './plan/plan-builder.ts';
import { accountOf } from './testing/account.ts';
import { person, read, tasksIn } from './testing/read.ts';
import { writeExport } from './write-export.ts';

const task = (uid: string, more: Partial<ImportPlan['tasks'][number]> = {}) => ({
  uid,
  title: `Task ${uid}`,
  createdAt: '2026-10-01T08:00:00.123Z',
  ...more,
});

const plan: ImportPlan = {
  lists: [
    { id: 'l1', name: 'Home; sweet, home', color: 'red' },
    { id: 'l2', name: '=Work', archived: true },
  ],
  sections: [{ id: 's1', listId: 'l1', name: 'Kitchen\\sink' }],
  labels: [
    { id: 'b1', name: 'two words' },
    { id: 'b2', name: 'a;b', color: 'blue' },
  ],
  filters: [{ id: 'f1', name: 'Mine', query: 'today' }],
  tasks: [
    task('A', {
      title: '=1+1, "quoted"',
      description: ' First\n\n\tlast ',
      priority: 1,
      listId: 'l1',
    }),
    task('B', { listId: 'l1', sectionId: 's1', labelIds: ['b1', 'b2'], priority: 5 }),
    task('C', {
      listId: 'l1',
      sectionId: 's1',
      parentUid: 'B',
      title: `${'ü🪢'.repeat(60)} 12:30`,
    }),
    task('D', { listId: 'l2', due: '2026-12-24', deadline: '2026-12-31', priority: 9 }),
    task('E', { due: '2026-12-24T18:00', start: '2026-12-20' }),
    task('F', { due: '2026-12-24T18:00[Europe/Berlin]', start: '2026-12-24T08:00[Asia/Tokyo]' }),
    task('G', { due: '2026-12-24T18:00[UTC]', rule: 'FREQ=DAILY;COUNT=3' }),
    task('H', { due: '2026-12-04', rule: 'FREQ=WEEKLY\nEXDATE:20261211\nRDATE:20261213,20261214' }),
    task('I', {
      due: '2026-12-04T09:00[Europe/Berlin]',
      rule: 'FREQ=WEEKLY;UNTIL=20270401T235959\nEXDATE:20261211T090000',
    }),
    task('J', { due: '2026-12-04', rule: 'FREQ=MONTHLY;INTERVAL=3', ruleFrom: 'completion' }),
    task('K', { title: "'@phone", completed: true, completedAt: '2026-11-03T10:15:00.456Z' }),
    task('L;,\\"', { title: 'x (A) 2026-11-01 due:2026-01-01 +a', labelIds: ['b2'] }),
  ],
};
const account = accountOf(plan);

/** What people see of it, by the names of what holds it. */
const seen = (some: ImportPlan) => {
  const rows = accountOf(some);
  const named = tasksIn(some);
  return named
    .map((each) => ({ ...each, ...fieldsOf(rows, each.uid) }))
    .toSorted((one, other) => (one.uid < other.uid ? -1 : 1));
};
const fieldsOf = ({ tasks }: ExchangeRows, uid: string) => {
  const found = tasks.find((row) => row.uid === uid);
  if (!found) throw new Error(`There is no ${uid}.`);
  const {
    id: _id,
    rank: _rank,
    updatedAt: _updatedAt,
    listId,
    sectionId,
    labelIds,
    ...fields
  } = found;
  expect([typeof listId, typeof sectionId, typeof labelIds]).not.toContain('undefined');
  return fields;
};

const importedFrom = (as: ExportFormat, rows: ExchangeRows = account) =>
  read(writeExport(as, rows, person).text);

test.each(['tydo', 'csv', 'ics'] as const)('%s is the identity', (as) => {
  const { from, plan: again, notes } = importedFrom(as);
  expect(from).toBe(as);
  // Times of iCalendar have no fractions of a second.
  const rounded = (rows: unknown): unknown =>
    as === 'ics' ? JSON.parse(JSON.stringify(rows).replaceAll(/\.\d{3}Z/g, 'Z')) : rows;
  expect(rounded(seen(again))).toEqual(rounded(seen(plan)));
  expect(notes).toEqual([]);
});

test('tydo has colors, archived lists and filters too', () => {
  const { lists, sections, labels, filters } = importedFrom('tydo').plan;
  expect({ lists, sections, labels, filters }).toEqual({
    lists: plan.lists,
    sections: plan.sections,
    labels: plan.labels,
    filters: plan.filters,
  });
});

test.each(['csv', 'ics'] as const)('the order of tasks survives in %s', (as) => {
  const again = accountOf(importedFrom(as).plan);
  const order = (rows: ExchangeRows) =>
    rows.tasks.filter(({ parentUid }) => parentUid === null).map(({ uid }) => uid);
  const byList = ['E', 'F', 'G', 'H', 'I', 'J', 'K', 'L;,\\"', 'A', 'B', 'D'];
  expect(order(again)).toEqual(byList);
});

const byText = (one: unknown, other: unknown) => String(one).localeCompare(String(other));

const kept = ['title', 'completed', 'priority', 'labels', 'list', 'due'] as const;

test.each(['todo.txt', 'taskwarrior'] as const)('%s keeps the fields that it has', (as) => {
  const simple: ImportPlan = {
    ...plan,
    lists: [{ id: 'l1', name: 'Home' }],
    sections: [],
    labels: [{ id: 'b1', name: 'phone' }],
    tasks: [
      task('A', { listId: 'l1', labelIds: ['b1'], due: '2026-12-24', priority: 1 }),
      task('B', {
        priority: 9,
        completed: true,
        completedAt: '2026-11-03T10:15:00.000Z',
        due: '2026-12-01',
      }),
      task('C', {
        title: 'x Call Mum',
        due: '2026-12-31',
        rule: 'FREQ=MONTHLY;BYMONTHDAY=-1',
        start: '2026-12-01',
      }),
      task('D', { due: '2026-12-04', rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR' }),
      task('7c9a8e0e-26fa-4d8c-9d43-8a7b8f7d1c11', { priority: 5 }),
    ],
  };
  const { from, plan: again, notes } = importedFrom(as, accountOf(simple));
  expect(from).toBe(as);
  expect(notes).toEqual([]);
  const view = (some: ImportPlan) =>
    tasksIn(some).map((each) =>
      kept.map((field) => String(Object.entries(each).find(([name]) => name === field)?.[1])),
    );
  expect(view(again).toSorted(byText)).toEqual(view(simple).toSorted(byText));
  expect(
    tasksIn(again)
      .map(({ rule }) => rule)
      .toSorted(byText),
  ).toEqual(
    tasksIn(simple)
      .map(({ rule }) => rule)
      .toSorted(byText),
  );
});

test('an empty account has a file in each format, and it is read again', () => {
  const empty = { lists: [], sections: [], labels: [], filters: [], tasks: [] };
  for (const as of exportFormats) {
    const { text, lost } = writeExport(as, accountOf(empty), person);
    expect([...lost]).toEqual([]);
    const from = as === 'taskwarrior' || as === 'todo.txt' ? as : undefined;
    expect(read(text, { from }).plan).toEqual(empty);
  }
});

test('what a format cannot hold is counted', () => {
  const lostIn = (as: ExportFormat) => Object.fromEntries(writeExport(as, account, person).lost);
  expect(lostIn('tydo')).toEqual({});
  expect(lostIn('csv')).toEqual({ filters: 1 });
  expect(lostIn('ics')).toEqual({ filters: 1 });
  expect(lostIn('todo.txt')).toEqual({
    descriptions: 1,
    sections: 2,
    parents: 1,
    deadlines: 1,
    'times of day': 4,
    'signs in titles': 1,
    'blanks in names': 3,
    rules: 3,
  });
  expect(lostIn('taskwarrior')).toEqual({
    parents: 1,
    deadlines: 1,
    'zones of times': 3,
    'blanks and commas in names of labels': 1,
    rules: 4,
  });
});

test('lines of a calendar have at most 75 octets, and zones are defined', () => {
  const { text } = writeExport('ics', account, person);
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(text.match(/^TZID:.+$/gm)).toEqual(
    ['TZID:Asia/Tokyo\r', 'TZID:Europe/Berlin\r'].map((line) => line.trim()),
  );
  expect(text).toContain('RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU');
  expect(text).toContain('RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU');
});
