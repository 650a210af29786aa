import { memoryDisk } from '@tydo/replica/memory-disk';
import { expect, test } from 'vitest';
import { openNotes } from '../../sync/notes.ts';
import { forgetSearches, noteSearch, recentSearches } from './recent-searches.ts';

test('two tabs keep each other’s searches, and forget all', async () => {
  const disk = memoryDisk();
  const [one, other] = [await openNotes(disk), await openNotes(disk)];
  await noteSearch(one, 'mi');
  await noteSearch(one, 'milk');
  await noteSearch(other, 'tax');
  expect(recentSearches(other).get()).toEqual(['tax']);
  expect(recentSearches(await openNotes(disk)).get()).toEqual(['tax', 'milk']);
  await forgetSearches(one);
  expect(recentSearches(await openNotes(disk)).get()).toEqual([]);
});
