import { describe, expect, test } from 'vitest';
import { read, taskIn, tasksIn } from '../../testing/read.ts';

const columns =
  'TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,DATE,DATE_LANG,TIMEZONE,DEADLINE,DURATION,DURATION_UNIT';
const csv = (...rows: string[]) => [columns, ...rows].join('\n');

describe('CSV', () => {
  test.each([
    ['labels anywhere', 'task,@a Call @b Bo,,4,1', { title: 'Call Bo', labels: ['a', 'b'] }],
    ['only labels', 'task,@a @b,,4,1', { title: '@a @b', labels: [] }],
    ['a lone sign', 'task,Meet @ noon,,4,1', { title: 'Meet @ noon', labels: [] }],
    ['blanks without labels', 'task,Two  blanks,,4,1', { title: 'Two  blanks' }],
    ['no title', 'task,,"First\nsecond",4,1', { title: 'First', description: 'second' }],
    ['a day in another language', 'task,Milk,,4,1,2026-12-24,de', { due: '2026-12-24' }],
    ['words of another language', 'task,Milk,,4,1,morgen,de', { description: 'Repeats: morgen' }],
    [
      'no date',
      'task,Milk,,4,1,p1 #Home,en',
      { description: 'Repeats: p1 #Home', priority: undefined },
    ],
    ['no duration', 'task,Milk,,4,1,,,,,None,None', { description: undefined }],
    [
      'an unknown zone',
      'task,Milk,,4,1,2026-12-24 18:00,en,Mars/Phobos',
      { due: '2026-12-24T18:00' },
    ],
    ['a deadline in words', 'task,Milk,,4,1,,,,24 dec', { deadline: '2026-12-24' }],
    ['a deadline that is none', 'task,Milk,,4,1,,,,soon', { description: 'Deadline: soon' }],
  ])('%s', (_, row, expected) => {
    expect(taskIn(csv(row))).toMatchObject(expected);
  });

  test('older files have fewer columns, and the rest is noted once', () => {
    const { plan, notes } = read('TYPE,CONTENT,SHAPE\ntask,Milk,round\ntask,Bread,round', {
      name: 'a/Home.csv',
    });
    expect(tasksIn(plan)).toMatchObject([{ list: 'Home' }, { list: 'Home' }]);
    expect(notes).toEqual([
      { row: 1, level: 'left out', field: 'shape', text: 'The column shape is unknown.' },
    ]);
  });

  test('parts of a task that was left out hang one level higher', () => {
    const { plan, notes } = read(csv('task,A,,4,1', 'task,,,4,2', 'task,C,,4,3', 'task,D,,4,7'));
    expect(tasksIn(plan)).toMatchObject([
      { title: 'A' },
      { title: 'C', parent: 'A' },
      { title: 'D', parent: 'C' },
    ]);
    expect(notes.map(({ row }) => row)).toEqual([3, 4, 5]);
  });

  test('comments without a task, and files of comments, are noted', () => {
    const { plan, notes } = read(
      csv('note,Hello', 'task,A,,4,1', 'note,Look [[file {"a":1}]]', 'section,S', 'task,B,,4,1'),
    );
    expect(tasksIn(plan)).toMatchObject([{ title: 'A', description: 'Look' }, { title: 'B' }]);
    expect(notes).toMatchObject([
      { row: 2, level: 'left out' },
      { row: 4, level: 'left out' },
      { row: 5, level: 'changed', field: 'section' },
    ]);
  });

  test('a row of an unknown type is noted, and nothing hangs on the task before it', () => {
    const { plan, notes } = read(
      csv(
        'meta,view_style=list',
        ',,,,',
        ' ,,,,',
        'task,A,,4,1',
        'taks,Typo row,,4,1',
        'note,Of the typo',
        'task,Part of the typo,,4,2',
        ',No type,,4,1',
      ),
    );
    const seen = tasksIn(plan).map(({ title, description, parent }) => [
      title,
      description,
      parent,
    ]);
    expect(seen).toEqual([
      ['A', undefined, null],
      ['Part of the typo', undefined, null],
    ]);
    expect(notes).toMatchObject([
      { row: 6, level: 'left out', field: 'type', text: 'The type taks is unknown: Typo row' },
      { row: 7, level: 'left out' },
      { row: 8, level: 'changed', field: 'indent' },
      { row: 9, level: 'left out', field: 'type', text: 'It has no type: No type' },
    ]);
  });
});

describe('JSON of the API', () => {
  const due = { date: '2026-12-24', string: '24 dec', is_recurring: false };
  const file = (item: object, more: object = {}) =>
    JSON.stringify({
      projects: [
        { id: 'p1', name: 'Home' },
        { id: 'p2', name: 'Old', is_archived: true },
        { id: 'p3', name: 'Inbox', inbox_project: true },
      ],
      sections: [{ id: 's1', project_id: 'p1', name: 'Kitchen' }],
      labels: [{ id: 7, name: 'phone' }],
      notes: [{ item_id: '1', content: 'A comment' }],
      items: [{ id: '1', content: 'Milk', project_id: 'p1', priority: 1, ...item }],
      ...more,
    });

  test.each([
    [
      'its place',
      { section_id: 's1' },
      { list: 'Home', section: 'Kitchen', uid: 'todoist:1', description: 'A comment' },
    ],
    ['the Inbox', { project_id: 'p3' }, { list: null }],
    ['no project', { project_id: undefined }, { list: null }],
    [
      'a section says the list',
      { project_id: undefined, section_id: 's1' },
      { list: 'Home', section: 'Kitchen' },
    ],
    [
      'a section of another list',
      { project_id: 'p2', section_id: 's1' },
      { list: 'Old', section: null },
    ],
    ['labels by name and by id', { labels: [7, 'x'] }, { labels: ['phone', 'x'] }],
    ['the highest priority', { priority: 4 }, { priority: 1 }],
    [
      'done',
      { checked: true, completed_at: '2026-11-03T10:15:00.000000Z' },
      { completed: true, completedAt: '2026-11-03T10:15:00.000Z' },
    ],
    [
      'when it was added',
      { added_at: '2026-11-03T10:15:00Z' },
      { createdAt: '2026-11-03T10:15:00.000Z' },
    ],
    ['a day', { due }, { due: '2026-12-24' }],
    [
      'a floating time',
      { due: { ...due, date: '2026-12-24T18:00:00' } },
      { due: '2026-12-24T18:00' },
    ],
    [
      'a fixed time',
      { due: { ...due, date: '2026-12-24T17:00:00Z', timezone: 'Asia/Tokyo' } },
      { due: '2026-12-25T02:00[Asia/Tokyo]' },
    ],
    ['a deadline', { deadline: { date: '2026-12-31', lang: 'en' } }, { deadline: '2026-12-31' }],
    [
      'a duration',
      { duration: { amount: 30, unit: 'minute' } },
      { description: 'Duration: 30 minute\nA comment' },
    ],
    [
      'a rule',
      { due: { ...due, string: 'every! 2 weeks', is_recurring: true, lang: 'en' } },
      { due: '2026-12-24', rule: 'FREQ=WEEKLY;INTERVAL=2', ruleFrom: 'completion' },
    ],
    [
      'a rule in German',
      { due: { ...due, string: 'jeden Tag', is_recurring: true, lang: 'de' } },
      { due: '2026-12-24', description: 'Repeats: jeden Tag\nA comment' },
    ],
    [
      'a date that is none',
      { due: { ...due, date: 'soon' } },
      { description: 'Due: soon\nA comment' },
    ],
  ])('%s', (_, item, expected) => {
    expect(taskIn(file(item))).toMatchObject(expected);
  });

  test('archived projects, deleted tasks, other versions', () => {
    const deleted = { id: '2', content: 'Gone', is_deleted: 1 };
    const { plan, notes } = read(
      file({}, { tasks: [deleted], items: [{ id: '3', content: 'Part', parent_id: '9' }] }),
    );
    expect(plan.lists).toMatchObject([{ name: 'Home' }, { name: 'Old', archived: true }]);
    expect(notes).toMatchObject([
      { row: 1, level: 'changed' },
      { row: 2, level: 'left out' },
    ]);
    expect(read('{"tasks":[{"id":"1","content":"Milk"}]}').from).toBe('todoist');
  });
});
