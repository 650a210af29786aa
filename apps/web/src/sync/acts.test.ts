import { openReplica } from '@tydo/replica';
import { memoryDisk } from '@tydo/replica/memory-disk';
import { memoryTabs } from '@tydo/replica/memory-tabs';
import { expect, test } from 'vitest';
import { createActs } from './acts.ts';
import { newId } from './new-id.ts';

const unreachable = async () => {
  throw new TypeError('There is no network.');
};

/** A person whose tasks are on a device that has no network. */
async function setUp() {
  const replica = await openReplica({
    personId: 'ann',
    api: { snapshot: unreachable, since: unreachable, push: unreachable, watch: () => () => {} },
    disk: memoryDisk(),
    tabs: memoryTabs()(),
    clock: { now: () => Date.now(), setTimeout: () => () => {} },
    random: () => 0.5,
    newId,
  });
  const acts = createActs(replica);
  const titles = () => replica.view({ noun: 'task' }).rows.map(({ title }) => title);
  const add = (title: string) => acts.act('task.create', { title, uid: title }).operationId;
  return { acts, titles, add };
}

test('undo takes back what was done last, and redo does it again', async () => {
  const { acts, titles, add } = await setUp();
  expect(acts.undo()).toBe(false);
  add('One');
  add('Two');
  expect(acts.undo()).toBe(true);
  expect(titles()).toEqual(['One']);
  expect(acts.redo()).toBe(true);
  expect(titles()).toEqual(['Two', 'One']);
  expect(acts.redo()).toBe(false);
});

test('an act can be taken back after others, and that is an act of its own', async () => {
  const { acts, titles, add } = await setUp();
  const one = add('One');
  add('Two');
  acts.undoOf([one]);
  expect(titles()).toEqual(['Two']);
  acts.undo();
  expect(titles()).toEqual(['Two', 'One']);
  acts.undo();
  expect(titles()).toEqual(['One']);
});

test('taking back the last act by its id is the same as undo', async () => {
  const { acts, titles, add } = await setUp();
  add('One');
  acts.undoOf([add('Two')]);
  expect(titles()).toEqual(['One']);
  acts.undo();
  expect(titles()).toEqual([]);
});

test('what is grouped is one step', async () => {
  const { acts, titles, add } = await setUp();
  const ids = acts.group(() => [add('One'), add('Two')]);
  add('Three');
  acts.undoOf(ids);
  expect(titles()).toEqual(['Three']);
  acts.undo();
  expect(titles()).toEqual(['Three', 'Two', 'One']);
});

test('ids are UUIDs of version 7, which sort by time', () => {
  const id = newId();
  expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
  expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBeCloseTo(Date.now(), -4);
});
