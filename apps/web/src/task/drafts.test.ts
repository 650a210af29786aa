import { memoryDisk } from '@tydo/replica/memory-disk';
import { expect, test } from 'vitest';
import { openNotes } from '../sync/notes.ts';
import { createDrafts, hasDrafts, putEdit } from './drafts.ts';

const from = { title: 'Milk', description: '' };

test('what is typed is found again after a reload', async () => {
  const disk = memoryDisk();
  const notes = await openNotes(disk);
  const drafts = createDrafts(notes);
  drafts.set((all) => ({ ...all, text: 'Half a thought' }));
  drafts.set((all) =>
    putEdit(all, 'a', {
      ...from,
      title: 'Oat milk',
      from,
      errors: { title: 'No' },
      refused: 'one',
    }),
  );
  notes.flush();

  const reloaded = createDrafts(await openNotes(disk)).get();
  expect(reloaded.text).toBe('Half a thought');
  expect([...reloaded.edits]).toEqual([
    ['a', { title: 'Oat milk', description: '', from, refused: 'one' }],
  ]);
});

test('what was saved or cancelled leaves no note', async () => {
  const disk = memoryDisk();
  const notes = await openNotes(disk);
  const drafts = createDrafts(notes);
  drafts.set((all) => putEdit({ ...all, text: 'x' }, 'a', { ...from, from }));
  notes.flush();
  drafts.set((all) => putEdit({ ...all, text: '' }, 'a', undefined));
  notes.flush();
  expect((await disk.read({ note: 'all' })).note).toEqual([]);
});

test('spaces and unchanged edits are no drafts', () => {
  const none = { text: ' ', textError: undefined, edits: new Map([['a', { ...from, from }]]) };
  expect(hasDrafts(none)).toBe(false);
  expect(hasDrafts({ ...none, text: 'x' })).toBe(true);
  const edit = { ...from, description: 'Two', from };
  expect(hasDrafts({ ...none, edits: new Map([['a', edit]]) })).toBe(true);
});
