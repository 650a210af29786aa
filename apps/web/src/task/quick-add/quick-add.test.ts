import { labelLimits } from '@tydo/schemas/label';
import { expect, test } from 'vitest';
import { dayClock } from '../../dates/use-day-clock.ts';
import { withoutIsolates } from '../../lib/isolate.ts';
import { chipsOf, unknownWords } from './chips.ts';
import { editedMarks, ignoring, type Marks, toggledOther } from './marks.ts';
import { readLines } from './read-lines.ts';
import { type Context, readText } from './reading.ts';
import { toTask } from './to-task.ts';

const at = { createdAt: '', updatedAt: '', rank: 'g' };
const list = (id: string) => ({ ...at, id, name: id, color: null, archivedAt: null });
const section = (id: string, listId: string, name: string) => ({ ...at, id, listId, name });

const context: Context = {
  clock: dayClock('2026-11-30T09:00:00.000Z', 'Europe/Berlin'),
  settings: { dateOrder: 'mdy', weekStart: 1 },
  known: {
    lists: [list('Home'), list('Work')],
    sections: [section('k1', 'Home', 'Kitchen'), section('k2', 'Work', 'Kitchen')],
    labels: [{ id: 'l1', name: 'phone' }],
  },
};
const marksOf = (text: string): Marks => ({ text, ignored: [], others: new Set() });
const chips = (marks: Marks) =>
  chipsOf(readText(marks, context), marks, context).map(({ text, others }) =>
    [text, ...others.map((other) => other.text)].join(' or '),
  );

test('chips say what follows from a text', () => {
  const said = [
    'Trip next friday',
    'Rent every 30th',
    'Filter every! 3 months',
    'Tea at 5',
    'Thesis {15 dec} monday start:dec 4',
    'Fix tap #home /kitchen @phone @new p1',
  ].map((text) => chips(marksOf(text)));
  expect(said).toEqual([
    ['Fri 11 Dec · in 11 days or Fri 4 Dec'],
    ['Today', 'every month on the 30th · next Wed 30 Dec'],
    ['Today', 'every 3 months, after completion'],
    ['Today, 17:00 or Tomorrow, 5:00'],
    [
      'Mon 7 Dec · in 7 days',
      'from Fri 4 Dec · hidden until then',
      'deadline Tue 15 Dec · in 15 days',
    ],
    ['Home', 'Kitchen', 'High priority', 'phone', 'new · new label'],
  ]);
});

test('what was made text stays text while the text around it changes', () => {
  const marks = marksOf('Read tomorrow');
  const ignored = ignoring(marks, readText(marks, context).spans);
  expect(readText(ignored, context)).toMatchObject({ title: 'Read tomorrow', spans: [] });
  const edited = editedMarks(editedMarks(ignored, 'Re-read tomorrow'), 'Re-read tomorrow p1');
  const reading = readText(edited, context);
  expect(reading.title).toBe('Re-read tomorrow');
  expect(reading.priority).toBe(1);
  expect(reading.due).toBeUndefined();
  // Nothing is left of it, so that it can be typed again.
  const typed = editedMarks(editedMarks(edited, 'Re-read'), 'Re-read tomorrow');
  expect(readText(typed, context).due).toBe('2026-12-01');
});

test('the other reading of a doubt is taken, and given back', () => {
  const marks = marksOf('Flight 1/2');
  const key = () => chipsOf(readText(marks, context), marks, context)[0]?.others[0]?.key ?? '';
  const other = toggledOther(marks, key());
  expect(readText(other, context).due).toBe('2027-02-01');
  expect(chips(other)).toEqual(['Mon 1 Feb 2027 · in 63 days or Sat 2 Jan 2027']);
  const [chip] = chipsOf(readText(other, context), other, context);
  expect(readText(toggledOther(other, chip?.others[0]?.key ?? ''), context).due).toBe('2027-01-02');
});

test('the task goes where the text says, else where the field stands', () => {
  const make = (text: string, target = {}) =>
    toTask(readText(marksOf(text), context), target, context.known, () => 'new');
  expect(make('Tap /kitchen', { listId: 'Work', due: '2026-11-30' }).task).toEqual({
    title: 'Tap',
    listId: 'Work',
    sectionId: 'k2',
    due: '2026-11-30',
  });
  expect(make('Tap #home', { listId: 'Work', sectionId: 'k2' }).task).toEqual({
    title: 'Tap',
    listId: 'Home',
  });
  expect(make('Tap #home /kitchen @new @phone', { labelIds: ['l1'] })).toEqual({
    newLabels: [{ id: 'new', name: 'new' }],
    task: { title: 'Tap', listId: 'Home', sectionId: 'k1', labelIds: ['l1', 'new'] },
  });
});

test('a label beyond as many as a person can have is left out, and that is said before', () => {
  const labels = Array.from({ length: labelLimits.count }, (_, nth) => ({
    ...at,
    id: `l${nth}`,
    name: `l${nth}`,
    color: null,
  }));
  const full = { ...context, known: { ...context.known, labels } };
  const marks = marksOf('Call Bo @l7 @late');
  const reading = readText(marks, full);
  expect(chipsOf(reading, marks, full).map(({ text }) => text)).toEqual(['l7']);
  expect(unknownWords(reading, full.known).map(withoutIsolates)).toEqual([
    'The label “late” is not added: there are already 500.',
  ]);
  expect(toTask(reading, {}, full.known, () => 'new')).toEqual({
    newLabels: [],
    task: { title: 'Call Bo', labelIds: ['l7'] },
  });
});

test('each line of a list is a task as its chips say, and a new label is made once', () => {
  let made = 0;
  const newId = () => `new ${(made += 1)}`;
  const lines = ['Milk tomorrow @shop', 'Rent every 30th @Shop @phone'];
  const pasted = readLines(
    lines.map((text) => ({ text, depth: 0 })),
    { listId: 'Home' },
    context,
    newId,
  );
  expect(pasted.newLabels).toEqual([{ id: 'new 1', name: 'shop' }]);
  expect(pasted.tasks).toEqual([
    { uid: 'new 2', title: 'Milk', listId: 'Home', due: '2026-12-01', labelIds: ['new 1'] },
    {
      uid: 'new 3',
      title: 'Rent',
      listId: 'Home',
      due: '2026-11-30',
      rule: expect.stringContaining('FREQ=MONTHLY'),
      labelIds: ['new 1', 'l1'],
    },
  ]);
  expect(lines.map((_, index) => pasted.chipsAt(index))).toEqual(
    lines.map((text) => chips(marksOf(text))),
  );
});

test('a line below another one is a subtask of it, in its list', () => {
  let made = 0;
  const newId = () => `u${(made += 1)}`;
  const lines = [
    { text: 'Trip', depth: 0 },
    { text: 'Book tomorrow #Home', depth: 1 },
    { text: 'Train', depth: 2 },
    { text: 'Pack', depth: 1 },
  ];
  expect(readLines(lines, { listId: 'Work', due: '2026-12-09' }, context, newId).tasks).toEqual([
    { uid: 'u1', title: 'Trip', listId: 'Work', due: '2026-12-09' },
    { uid: 'u2', parentUid: 'u1', title: 'Book', due: '2026-12-01' },
    { uid: 'u3', parentUid: 'u2', title: 'Train', due: '2026-12-09' },
    { uid: 'u4', parentUid: 'u1', title: 'Pack', due: '2026-12-09' },
  ]);
});
