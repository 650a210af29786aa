import { expect, test } from 'vitest';
import { syncRowsOf } from '../testing/account.ts';
import type { ImportPlan } from './plan-builder.ts';
import { previewOf } from './preview.ts';

const none: ImportPlan = { lists: [], sections: [], labels: [], filters: [], tasks: [] };
const home = { id: 'home', name: 'Home' };
const work = { id: 'work', name: 'Work' };
const phone = { id: 'phone', name: 'phone' };
const shop = { id: 'shop', name: 'shop' };
const filters = [{ id: 'mine', name: 'Mine', query: '@phone' }];
const milk = { uid: 'milk', title: 'Milk', listId: 'home', labelIds: ['phone'] };
const tax = { uid: 'tax', title: 'Tax', listId: 'work', labelIds: ['shop'] };

test('a preview counts what is new, and not what an import leaves out', () => {
  const plan = { ...none, lists: [home, work], labels: [phone, shop], filters, tasks: [milk, tax] };
  expect(previewOf(plan, [])).toEqual({ plan, made: plan, there: 0 });
  const account = syncRowsOf({
    ...none,
    labels: [{ id: 'other', name: 'SHOP' }],
    filters,
    tasks: [milk],
  });
  expect(previewOf(plan, account)).toEqual({
    plan: { ...plan, lists: [work], labels: [shop] },
    made: { ...none, lists: [work], tasks: [tax] },
    there: 3,
  });
});
