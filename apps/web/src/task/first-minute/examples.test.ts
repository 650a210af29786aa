import { openReplica } from '@tydo/replica';
import { memoryDisk } from '@tydo/replica/memory-disk';
import { memoryTabs } from '@tydo/replica/memory-tabs';
import { loadLateRules } from '@tydo/replica/tydo/late-rules';
import { beforeAll, expect, test } from 'vitest';
import { createActs } from '../../sync/acts.ts';
import { newId } from '../../sync/new-id.ts';
import { openNotes } from '../../sync/notes.ts';
import { createTaskActions } from '../use-task-actions.ts';
import { examplesOf, readExamples, removeExamples } from './examples.ts';

const unreachable = async () => {
  throw new TypeError('There is no network.');
};

// A round is completed by them.
beforeAll(loadLateRules);

const context = {
  clock: { now: '2026-03-02T09:00:00.000Z', zone: 'UTC', today: '2026-03-02' },
  settings: { dateOrder: 'dmy', weekStart: 1 },
  known: { lists: [], sections: [], labels: [] },
} as const;

/** A person who has added the examples, on a device that has no network. */
async function setUp() {
  const disk = memoryDisk();
  const replica = await openReplica({
    personId: 'ann',
    api: { snapshot: unreachable, since: unreachable, push: unreachable, watch: () => () => {} },
    disk,
    tabs: memoryTabs()(),
    clock: { now: () => Date.parse(context.clock.now), setTimeout: () => () => {} },
    random: () => 0.5,
    newId,
  });
  const sync = { replica, acts: createActs(replica), notes: await openNotes(disk) };
  const actions = createTaskActions(sync);
  const { tasks, newLabels } = readExamples(context);
  const { uids } = actions.createMany(tasks, newLabels);
  examplesOf(sync.notes).set(() => ({ uids, labelIds: newLabels.map(({ id }) => id) }));
  const rows = () => replica.view({ noun: 'task' }).rows;
  const titles = () =>
    rows()
      .map(({ title }) => title)
      .toSorted();
  const labels = () => replica.view({ noun: 'label' }).rows.map(({ name }) => name);
  function example(title: string) {
    const task = rows().find((row) => row.title === title);
    if (!task) throw new Error(`There is no example “${title}”.`);
    return task;
  }
  return { sync, acts: sync.acts, actions, example, titles, labels };
}

test('a completed round of a recurring example goes with it, and comes back with one undo', async () => {
  const { sync, actions, example, titles, labels } = await setUp();
  actions.tick(example('Call Grandma'), true);
  const before = titles();
  expect(before).toHaveLength(10);
  const { kept, undo } = removeExamples(sync, context);
  expect(titles()).toEqual([]);
  expect(labels()).toEqual([]);
  expect(kept).toBe(0);
  undo();
  expect(titles()).toEqual(before);
  expect(labels()).toEqual(['errand']);
});

test('an example whose text was changed stays, with the rounds, the label and the example above it', async () => {
  const { sync, acts, actions, example, titles, labels } = await setUp();
  actions.tick(example('Call Grandma'), true);
  const grandma = example('Call Grandma');
  const edits = [
    [grandma.seriesUid ?? grandma.uid, { title: 'Call Mum' }],
    [example('Buy bread and milk').uid, { description: 'Rye' }],
    [example('Choose a hotel').uid, { title: 'Rent a flat' }],
  ] as const;
  for (const [id, change] of edits) acts.act('task.update', { id, ...change });
  const before = titles();
  const { removed, kept, undo } = removeExamples(sync, context);
  const left = [
    'Buy bread and milk',
    'Call Grandma',
    'Call Mum',
    'Plan a trip to Lisbon',
    'Rent a flat',
  ];
  expect(titles()).toEqual(left);
  expect(labels()).toEqual(['errand']);
  expect({ removed, kept }).toEqual({ removed: 5, kept: 5 });
  undo();
  expect(titles()).toEqual(before);
});

test('an example with a subtask of the person stays, and so do those above it', async () => {
  const { sync, acts, example, titles } = await setUp();
  for (const above of ['Choose a hotel', 'Renew the passport']) {
    acts.act('task.create', { title: `Own: ${above}`, parentUid: example(above).uid });
  }
  const { kept } = removeExamples(sync, context);
  expect(titles()).toEqual([
    'Choose a hotel',
    'Own: Choose a hotel',
    'Own: Renew the passport',
    'Plan a trip to Lisbon',
    'Renew the passport',
  ]);
  expect(kept).toBe(3);
});

test('where every example has something of the person, none goes', async () => {
  const { sync, acts, example, titles } = await setUp();
  for (const title of titles())
    acts.act('task.update', { id: example(title).uid, title: `My ${title}` });
  const before = titles();
  expect(removeExamples(sync, context)).toMatchObject({ removed: 0, kept: 9 });
  expect(titles()).toEqual(before);
});
