import type { UnitOfWork } from '@tydo/db';
import { shiftDays, today } from '@tydo/rules/date';

/** The newest last; `done` are ticked, `days` is when they are due, from today. */
const tasks: { title: string; description?: string; done?: true; days?: number; rule?: string }[] =
  [
    { title: 'Renew the passport', description: 'Photos: 35 × 45 mm. Takes six weeks.', days: 12 },
    { title: 'Cancel the old phone contract', done: true },
    { title: 'Read “The Design of Everyday Things”' },
    {
      title: 'Back up the photos',
      description: 'To the disk in the desk, then check a few.',
      days: -2,
      rule: 'FREQ=MONTHLY;BYMONTHDAY=1',
    },
    { title: 'Find a present for Ida', description: 'She liked the blue teapot.' },
    { title: 'Pay the electricity bill', done: true },
    { title: 'Descale the kettle', days: 0, rule: 'FREQ=WEEKLY;INTERVAL=6' },
    { title: 'Ask Bo about the weekend in October' },
    { title: 'Write the minutes of Tuesday', done: true },
    {
      title: 'Book a table for six',
      description: 'Saturday at seven; one of us is vegan.',
      days: 1,
    },
    { title: 'Mend the bicycle light' },
    { title: 'Return the library books', done: true },
    { title: 'Plan the sprint', description: '- what is left over\n- who is away\n- the demo' },
    { title: 'Send the slides to Marta', done: true },
    { title: 'Repot the basil', days: 0 },
    { title: 'Compare rail cards', description: 'https://example.com/rail-cards' },
    { title: 'Call the dentist', description: 'Before ten, or they are at lunch.' },
    { title: 'Review the pull request about time zones' },
    { title: 'Order printer paper', done: true },
    { title: 'Sort the cellar', description: 'The bulky waste goes out on the 14th.' },
    { title: 'Water Mr Novák’s plants', done: true },
    { title: 'Learn three chords' },
    { title: 'Update the CV' },
    { title: 'Buy bread', done: true },
    { title: 'Buy milk', description: 'Two litres, oat.' },
  ];

const dayIn = (days: number) => shiftDays(today(new Date().toISOString(), 'UTC'), days);

/** Says what it did: nothing where the person had tasks before, deleted ones too. */
export async function seedTasks(unit: UnitOfWork): Promise<string> {
  const { items: earlier } = await unit.operations.list({ noun: 'task', limit: 1 });
  if (earlier.length > 0) return 'Its tasks were left as they are.';
  const { items } = await unit.tasks.createMany({
    tasks: tasks.map(({ title, description, days, rule }) => ({
      title,
      description,
      ...(days === undefined ? {} : { due: dayIn(days), rule }),
    })),
  });
  const ids = items.flatMap(({ id }, place) => (tasks[place]?.done ? [id] : []));
  await unit.tasks.updateMany({ ids, completed: true });
  return `It has ${items.length} tasks.`;
}
