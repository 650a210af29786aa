import { expect, test } from 'vitest';
import { syncRowsOf } from '../testing/account.ts';
import type { ImportPlan } from './plan-builder.ts';
import { withoutUnused } from './without-unused.ts';

const emptyPlan: ImportPlan = { lists: [], sections: [], labels: [], filters: [], tasks: [] };
const plan: ImportPlan = {
  ...emptyPlan,
  lists: ['home', 'work', 'empty'].map((id) => ({ id, name: id })),
  sections: [
    { id: 'kitchen', listId: 'home', name: 'Kitchen' },
    { id: 'attic', listId: 'home', name: 'Attic' },
    { id: 'desk', listId: 'work', name: 'Desk' },
    { id: 'first', listId: 'empty', name: 'First' },
  ],
  labels: ['phone', 'shop'].map((id) => ({ id, name: id })),
  tasks: [
    { uid: 'a', title: 'A', listId: 'home', sectionId: 'kitchen', labelIds: ['phone'] },
    { uid: 'b', title: 'B', listId: 'work', sectionId: 'desk', labelIds: ['shop'] },
  ],
};

/** The ids that stay, for an account that has the rows of another plan. */
function stays(made: ImportPlan, there: Partial<ImportPlan>) {
  const left = withoutUnused(made, syncRowsOf({ ...emptyPlan, ...there }));
  expect(left.tasks).toEqual(made.tasks);
  return [left.lists, left.sections, left.labels].flat().map(({ id }) => id);
}
const all = ['home', 'work', 'empty', 'kitchen', 'attic', 'desk', 'first', 'phone', 'shop'];
const tasksThere = ['a', 'b'].map((uid) => ({ uid, title: uid }));

test('an empty account gets the whole plan', () => {
  expect(stays(plan, {})).toEqual(all);
});

test('what only tasks use that are there is left out, and the sections of such a list', () => {
  expect(stays(plan, { tasks: tasksThere })).toEqual(['empty', 'first']);
  expect(stays(plan, { tasks: tasksThere.slice(0, 1) })).toEqual([
    'work',
    'empty',
    'desk',
    'first',
    'shop',
  ]);
});

test('what the account has stays in the plan, so that it is counted and gets new sections', () => {
  const { lists, sections, labels } = plan;
  expect(stays(plan, { lists, sections, labels, tasks: tasksThere })).toEqual(all);
  expect(stays(plan, { lists, tasks: tasksThere })).toEqual([
    'home',
    'work',
    'empty',
    'attic',
    'first',
  ]);
  const ofOtherId = { id: 'x', name: 'PHONE' };
  expect(stays(plan, { labels: [ofOtherId], tasks: tasksThere })).toEqual([
    'empty',
    'first',
    'phone',
  ]);
});

test('a part of a task that is there needs its labels, but no place', () => {
  const part = { uid: 'c', title: 'C', parentUid: 'a', listId: 'home', labelIds: ['phone'] };
  const longer = { ...plan, tasks: [...plan.tasks, part] };
  expect(stays(longer, { tasks: tasksThere })).toEqual(['empty', 'first', 'phone']);
});

test('a task that names only its section needs the list of that section', () => {
  const inSection = { uid: 'd', title: 'D', sectionId: 'kitchen' };
  expect(stays({ ...plan, tasks: [inSection] }, {})).toEqual(all);
  expect(stays({ ...plan, tasks: [...plan.tasks, inSection] }, { tasks: tasksThere })).toEqual([
    'home',
    'empty',
    'kitchen',
    'attic',
    'first',
  ]);
});
