import type { ImportAdd, ImportAdded } from '@tydo/schemas/import';
import type { SyncRow, SyncSnapshotInput, SyncSnapshotPage } from '@tydo/schemas/sync';
import { expect, test } from 'vitest';
import { carryOut } from './carry-out.ts';
import { rowsOfSnapshot } from './rows-of-snapshot.ts';
import { accountOf, taskWith } from './testing/account.ts';
import { read } from './testing/read.ts';
import { operationIdOf } from './text/uuid5.ts';

const run = '0b0f5d7a-90f4-4b0e-8d8e-6c1a5d2c9f10';
const pageOf = (rows: SyncRow[], nextCursor: string | null = null): SyncSnapshotPage => ({
  seq: 0,
  after: null,
  retentionDays: 30,
  rows,
  nextCursor,
});
const snapshot = () => Promise.resolve(pageOf([]));

test('each call has its operation, and each row counts once', async () => {
  const rows = Array.from({ length: 150 }, (_, index) => `t${index},phone`);
  const { plan } = read(['title,labels', ...rows].join('\n'));
  const calls: ImportAdd[] = [];
  const labels = new Set<string>();
  const add = (input: ImportAdd): Promise<ImportAdded> => {
    calls.push(input);
    const known = (input.labels ?? []).filter(({ id }) => labels.has(id));
    const made = (input.labels ?? []).filter(({ id }) => !labels.has(id));
    for (const { id } of made) labels.add(id);
    const named = (noun: 'label' | 'task', ids: string[]) => ids.map((id) => ({ noun, id }));
    const ids = (some: { id: string }[]) => some.map(({ id }) => id);
    const uids = (input.tasks ?? []).map(({ uid }) => uid);
    return Promise.resolve({
      made: [...named('label', ids(made)), ...named('task', uids)],
      there: named('label', ids(known)),
    });
  };
  const seen: number[] = [];
  const done = await carryOut(plan, {
    run,
    add,
    snapshot,
    progress: (_, tasks) => seen.push(tasks),
  });
  expect(done.made).toHaveLength(151);
  expect(done.there).toEqual([]);
  expect(calls.map(({ operationId }) => operationId)).toEqual(done.operations);
  expect(done.operations).toEqual(calls.map((_, index) => operationIdOf(run, index)));
  expect(seen).toEqual([0, 100, 150]);
});

test('a call that makes nothing is no operation, but counts', async () => {
  const { plan } = read('title,list\nMilk,Home');
  const add = (input: ImportAdd): Promise<ImportAdded> => {
    const noun = input.lists ? 'list' : 'task';
    const rows = [{ noun, id: 'x' } as const];
    return Promise.resolve(input.lists ? { made: [], there: rows } : { made: rows, there: [] });
  };
  const done = await carryOut(plan, { run, add, snapshot });
  expect(done).toEqual({
    made: [{ noun: 'task', id: 'x' }],
    there: [{ noun: 'list', id: 'x' }],
    operations: [operationIdOf(run, 1)],
  });
});

test('a list is not made for tasks that any page of the account has already', async () => {
  const { plan } = read('uid,title,list\na,Milk,Home');
  const calls: ImportAdd[] = [];
  const add = (input: ImportAdd): Promise<ImportAdded> => {
    calls.push(input);
    return Promise.resolve({ made: [], there: [] });
  };
  const pages = (input: SyncSnapshotInput) =>
    Promise.resolve(
      input?.cursor === 'next'
        ? pageOf([{ noun: 'task', row: taskWith('a', null) }])
        : pageOf([], 'next'),
    );
  await carryOut(plan, { run, add, snapshot: pages });
  expect(calls).toEqual([{ tasks: plan.tasks, operationId: operationIdOf(run, 0) }]);
});

test('nothing of the account is read for tasks without a list, section or label', async () => {
  const { plan } = read('title\nMilk');
  const add = () => Promise.resolve({ made: [], there: [] });
  const refused = () => Promise.reject(new Error('It is not read.'));
  await expect(carryOut(plan, { run, add, snapshot: refused })).resolves.toBeDefined();
});

test('the rows of a snapshot, the last one of each', () => {
  const { plan } = read('title,list,section,labels\nMilk,Home,Kitchen,phone');
  const { settings, lists, sections, labels } = accountOf(plan);
  const filter = { ...lists[0], name: 'Mine', query: 'today' } as SyncRow['row'];
  const [one, other] = ['one', 'other'].map((title) => ({ ...taskWith('a', null), title }));
  const row = (noun: SyncRow['noun'], value: unknown) => ({ noun, row: value }) as SyncRow;
  const all = [
    row('settings', settings),
    ...lists.map((list) => row('list', list)),
    ...sections.map((section) => row('section', section)),
    ...labels.map((label) => row('label', label)),
    row('filter', filter),
    row('task', one),
    row('task', other),
  ];
  expect(rowsOfSnapshot(all, settings)).toEqual({
    settings,
    lists,
    sections,
    labels,
    filters: [filter],
    tasks: [other],
  });
});
