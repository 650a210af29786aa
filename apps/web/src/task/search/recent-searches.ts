// What a person searched for last: kept with their drafts on this device.
import { fold } from '@tydo/rules/fold';
import { createStore, type Store } from '../../lib/store.ts';
import type { Notes } from '../../sync/notes.ts';

const key = 'searches';
const maxKept = 6;
/** Shorter texts are the beginnings of others. */
const minLength = 2;

const byNotes = new WeakMap<Notes, Store<readonly string[]>>();

/** The latest first. */
export function recentSearches(notes: Notes): Store<readonly string[]> {
  const known = byNotes.get(notes);
  if (known) return known;
  const store = createStore<readonly string[]>(textsIn(notes.loaded.get(key)));
  byNotes.set(notes, store);
  return store;
}

const textsIn = (stored: unknown): string[] =>
  Array.isArray(stored) ? stored.filter((text) => typeof text === 'string').slice(0, maxKept) : [];

/** Each tab shows its own, and those of others after a reload. */
async function change(notes: Notes, next: (texts: readonly string[]) => string[]): Promise<void> {
  recentSearches(notes).set(next);
  await notes.change(key, (stored) => next(textsIn(stored)));
}

/** A search that was of use. The beginnings of it that were searched before are forgotten. */
export async function noteSearch(notes: Notes, typed: string): Promise<void> {
  const text = typed.trim();
  if (text.length < minLength) return;
  const isBeginning = (other: string) => fold(text).startsWith(fold(other));
  await change(notes, (before) =>
    [text, ...before.filter((other) => !isBeginning(other))].slice(0, maxKept),
  );
}

export const forgetSearches = (notes: Notes): Promise<void> => change(notes, () => []);
