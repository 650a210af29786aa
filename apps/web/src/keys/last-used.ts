// What a person chose in the palette, and when: kept with their drafts on this device.
import { recordOf } from '@tydo/schemas/record';
import type { Notes } from '../sync/notes.ts';

const key = 'palette';
const maxKept = 100;

const byNotes = new WeakMap<Notes, Map<string, number>>();

/** When each was used last, in ms since 1970, by the id of its item. */
export function lastUsed(notes: Notes): ReadonlyMap<string, number> {
  return usesOf(notes);
}

export function noteUse(notes: Notes, id: string): void {
  const uses = usesOf(notes);
  uses.delete(id);
  uses.set(id, Date.now());
  const [oldest] = uses.keys();
  if (uses.size > maxKept && oldest !== undefined) uses.delete(oldest);
  notes.put(key, Object.fromEntries(uses));
}

/** Oldest first. */
function usesOf(notes: Notes): Map<string, number> {
  const known = byNotes.get(notes);
  if (known) return known;
  const stored = Object.entries(recordOf(notes.loaded.get(key)));
  const uses = new Map(
    stored
      .flatMap(([id, at]) => (typeof at === 'number' ? [[id, at] as const] : []))
      .toSorted(([, one], [, other]) => one - other),
  );
  byNotes.set(notes, uses);
  return uses;
}
