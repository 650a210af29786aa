import { taskLimits } from '@tydo/schemas/task';
import { describe, expect, test } from 'vitest';
import { importCalls } from '../calls.ts';
import { read, taskIn, tasksIn } from '../testing/read.ts';

const csv = (columns: string, rows: readonly string[]) => [columns, ...rows].join('\n');

describe('texts', () => {
  test('a long title is cut and stands whole at the head of the description', () => {
    const title = '🪢'.repeat(taskLimits.title + 1);
    expect(taskIn(csv('title,description', [`${title},more`]))).toMatchObject({
      title: '🪢'.repeat(taskLimits.title),
      description: `${title}\nmore`,
    });
  });

  test('a long description is cut, and the note has its whole text', () => {
    const text = 'a'.repeat(taskLimits.description + 5);
    const { plan, notes } = read(csv('title,description', [`Milk,${text}`]));
    expect(plan.tasks[0]?.description).toBe('a'.repeat(taskLimits.description));
    expect(notes[0]?.text).toContain(text);
  });

  test('line breaks in a title become a blank, and what cannot be stored goes', () => {
    expect(taskIn(csv('title,due', ['"Two\r\nlines",']))).toMatchObject({ title: 'Two lines' });
    expect(
      taskIn('[{"uuid":"1","status":"pending","description":"a\\u0000b\\ud800"}]'),
    ).toMatchObject({ title: 'ab\uFFFD' });
  });
});

describe('names', () => {
  test('labels that differ in case are one; quotes and length are changed', () => {
    const long = 'x'.repeat(70);
    const { plan, notes } = read(csv('title,labels', [`a,Phone;PHONE;${long}`]));
    expect(plan.labels.map(({ name }) => name)).toEqual(['Phone', long.slice(0, 60)]);
    expect(plan.tasks[0]?.labelIds).toHaveLength(2);
    expect(notes).toMatchObject([{ row: 2, field: 'label' }]);
    expect(taskIn('title,list\na,"Say ""hm"""')).toMatchObject({ list: "Say 'hm'" });
  });

  test('what is above a limit is noted', () => {
    const rows = Array.from({ length: 502 }, (_, index) => `t${index},List ${index},S`);
    const { plan, notes } = read(csv('title,list,section', rows));
    expect(plan.lists).toHaveLength(500);
    expect(notes.map(({ row }) => row)).toEqual([502, 502, 503]);
    const sections = rows.slice(0, 101).map((_, index) => `t${index},L,Section ${index}`);
    expect(read(csv('title,list,section', sections)).plan.sections).toHaveLength(100);
    const labels = Array.from({ length: 501 }, (_, index) => `l${index}`);
    const many = read(
      csv(
        'title,labels',
        labels.map((label) => `${label},${label}`),
      ),
    );
    expect(many.plan.labels).toHaveLength(500);
    const one = read(csv('title,labels', [`a,${labels.slice(0, 30).join(';')}`]));
    expect(one.plan.tasks[0]?.labelIds).toHaveLength(taskLimits.labels);
    expect(one.notes).toMatchObject([{ field: 'labels' }]);
  });
});

describe('trees', () => {
  const tree = (rows: readonly string[]) =>
    read(csv('uid,title,parent,completed,list,section', rows));
  const chain = (length: number) =>
    Array.from({ length }, (_, index) => `${index + 1},${index + 1},${index || ''}`);

  test('a sixth level hangs one level higher, whatever the order of the file', () => {
    for (const rows of [chain(7), chain(7).toReversed()]) {
      const { plan, notes } = tree(rows);
      const parents = Object.fromEntries(tasksIn(plan).map(({ title, parent }) => [title, parent]));
      expect(parents).toEqual({ 1: null, 2: '1', 3: '2', 4: '3', 5: '4', 6: '4', 7: '4' });
      expect(notes).toHaveLength(2);
    }
  });

  test('a chain of 5,000 is read in time', () => {
    expect(tree(chain(5_000)).plan.tasks).toHaveLength(5_000);
  });

  test('an open task under a done one opens it, and those above', () => {
    const { plan, notes } = tree(['1,A,,true', '2,B,1,true', '3,C,2,false', '4,D,1,true']);
    expect(tasksIn(plan).map(({ title, completed = false }) => [title, completed])).toEqual([
      ['A', false],
      ['B', false],
      ['D', true],
      ['C', false],
    ]);
    expect(notes.map(({ row }) => row)).toEqual([2, 3]);
  });

  test('more than 500 open parts go to the parent above', () => {
    const parts = Array.from({ length: 502 }, (_, index) => `p${index},p${index},2`);
    const { plan, notes } = tree(['1,A', '2,B,1', ...parts]);
    expect(tasksIn(plan).filter(({ parent }) => parent === 'A')).toHaveLength(3);
    expect(notes).toHaveLength(2);
  });

  test('a part goes where its parent is', () => {
    const { plan, notes } = tree([
      '1,A,,,Home,S',
      '2,B,1,,Work,',
      '3,C,1,,Home,T',
      '4,D,1,,Home,S',
    ]);
    expect(tasksIn(plan)).toMatchObject([
      { list: 'Home', section: 'S' },
      { list: 'Home', section: 'S' },
      { list: 'Home', section: 'S' },
      { list: 'Home', section: 'S' },
    ]);
    expect(notes.map(({ row }) => row)).toEqual([3, 4]);
  });

  test('a cycle that does not begin at the first row', () => {
    const { plan } = tree(['1,A,3', '2,B,4', '3,C,2', '4,D,2']);
    expect(tasksIn(plan).map(({ title, parent }) => [title, parent])).toEqual([
      ['B', null],
      ['C', 'B'],
      ['D', 'B'],
      ['A', 'C'],
    ]);
  });
});

test('calls have at most 100 rows of a noun, little enough bytes, and the labels of their tasks', () => {
  const rows = Array.from(
    { length: 350 },
    (_, index) => `t${index},${'ü'.repeat(900)},List ${index % 130},l${index % 3}`,
  );
  const { plan } = read(csv('title,description,list,labels', rows));
  const calls = [...importCalls(plan)];
  expect(calls.map(({ lists = [], tasks = [] }) => [lists.length, tasks.length])).toEqual([
    [100, 0],
    [30, 0],
    [0, 0],
    ...calls.slice(3).map(({ tasks = [] }) => [0, tasks.length]),
  ]);
  for (const call of calls.slice(3)) {
    expect(JSON.stringify(call).length).toBeLessThan(250 * 1024);
    expect(call.tasks?.length).toBeLessThanOrEqual(100);
    const labels = new Set(call.labels?.map(({ id }) => id));
    for (const { labelIds = [] } of call.tasks ?? [])
      for (const id of labelIds) expect(labels.has(id)).toBe(true);
  }
});
