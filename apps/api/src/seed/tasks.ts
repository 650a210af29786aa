import { randomUUID } from 'node:crypto';
import type { UnitOfWork } from '@tydo/db';
import { shiftDays, today } from '@tydo/rules/date';

interface Example {
  title: string;
  description?: string;
  done?: true;
  /** Where it is, by names: a list, a section of it, the title of the task above. */
  list?: string;
  section?: string;
  under?: string;
  labels?: string[];
  priority?: number;
  /** When it is due, from today on; `at` a time. */
  days?: number;
  at?: string;
  /** Until then, from today on, it is deferred; the last day. */
  start?: number;
  deadline?: number;
  rule?: string;
}

/** The newest last in the Inbox. */
const examples: Example[] = [
  { title: 'Renew the passport', description: 'Photos: 35 × 45 mm.', deadline: 40, priority: 1 },
  { title: 'Fill in the form', under: 'Renew the passport', done: true },
  { title: 'Have photos taken', under: 'Renew the passport', labels: ['errand'], days: 2 },
  { title: 'Book an appointment', under: 'Renew the passport', labels: ['phone'], days: 3 },
  { title: 'Cancel the old phone contract', done: true, labels: ['phone'] },
  { title: 'Find a present for Ida', description: 'She liked the blue teapot.', start: 6 },
  { title: 'Pay the electricity bill', done: true },
  { title: 'Ask Bo about the weekend in October', labels: ['phone'] },
  {
    title: 'Book a table for six',
    description: 'Saturday at seven; one of us is vegan.',
    days: 1,
    at: '12:00',
    labels: ['phone'],
  },
  { title: 'Learn three chords' },
  { title: 'Back up the photos', list: 'Home', days: -2, rule: 'FREQ=MONTHLY;BYMONTHDAY=1' },
  { title: 'Mend the bicycle light', list: 'Home', priority: 5 },
  { title: 'Sort the cellar', list: 'Home', description: 'The bulky waste goes out on the 14th.' },
  {
    title: 'Descale the kettle',
    section: 'Kitchen',
    days: 0,
    rule: 'FREQ=WEEKLY;INTERVAL=6',
  },
  { title: 'Buy bread', section: 'Kitchen', labels: ['errand'], done: true },
  {
    title: 'Buy milk',
    description: 'Two litres, oat.',
    section: 'Kitchen',
    labels: ['errand'],
    days: 0,
  },
  { title: 'Repot the basil', section: 'Garden', days: 0 },
  { title: 'Water Mr Novák’s plants', section: 'Garden', days: 1, rule: 'FREQ=DAILY;INTERVAL=2' },
  { title: 'Plan the sprint', section: 'This week', days: 1, at: '10:00', priority: 1 },
  { title: 'See what is left over', under: 'Plan the sprint', done: true },
  { title: 'Ask who is away', under: 'Plan the sprint' },
  { title: 'Prepare the demo', under: 'Plan the sprint', days: 4 },
  { title: 'Review the pull request about time zones', section: 'This week', days: 0 },
  { title: 'Send the slides to Marta', section: 'This week', done: true },
  { title: 'Weekly report', section: 'This week', days: 3, rule: 'FREQ=WEEKLY;BYDAY=FR' },
  { title: 'Compare rail cards', description: 'https://example.com/rail-cards', section: 'Later' },
  { title: 'Update the CV', section: 'Later', priority: 9 },
  { title: 'Read “The Design of Everyday Things”', list: 'Books' },
  { title: 'Return the library books', list: 'Books', labels: ['errand'], days: 5 },
];

const dayIn = (days: number) => shiftDays(today(new Date().toISOString(), 'UTC'), days);

/** Says what it did: nothing where the person had tasks before, deleted ones too. */
export async function seedTasks(unit: UnitOfWork): Promise<string> {
  const { items: earlier } = await unit.operations.list({ noun: 'task', limit: 1 });
  if (earlier.length > 0) return 'Its tasks were left as they are.';
  const [lists, sections, labels] = await Promise.all([
    unit.lists.list(),
    unit.sections.list(),
    unit.labels.list(),
  ]);
  const uids = new Map(examples.map(({ title }) => [title, randomUUID()]));
  // Where a list or label is gone, the task is in the Inbox, or without it.
  const { items } = await unit.tasks.createMany({
    tasks: examples.map(({ title, description, priority, rule, ...example }) => ({
      title,
      description,
      priority,
      uid: uids.get(title),
      listId: idOf(lists.items, example.list),
      sectionId: idOf(sections.items, example.section),
      parentUid: example.under === undefined ? undefined : uids.get(example.under),
      labelIds: (example.labels ?? []).flatMap((name) => idOf(labels.items, name) ?? []),
      ...datesOf(example),
      rule,
    })),
  });
  const ids = items.flatMap(({ id }, place) => (examples[place]?.done ? [id] : []));
  await unit.tasks.updateMany({ ids, completed: true });
  return `It has ${items.length} tasks.`;
}

function datesOf({ days, at, start, deadline }: Omit<Example, 'title'>) {
  const time = at === undefined ? '' : `T${at}`;
  return {
    ...(days !== undefined && { due: dayIn(days) + time }),
    ...(start !== undefined && { start: dayIn(start) }),
    ...(deadline !== undefined && { deadline: dayIn(deadline) }),
  };
}

const idOf = (rows: readonly { id: string; name: string }[], wanted?: string) =>
  rows.find(({ name }) => name === wanted)?.id;
