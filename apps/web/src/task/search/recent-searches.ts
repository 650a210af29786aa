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
  const stored = notes.loaded.get(key);
  const texts = Array.isArray(stored) ? stored.filter((text) => typeof text === 'string') : [];
  const store = createStore<readonly string[]>(texts.slice(0, maxKept));
  store.subscribe(() => notes.put(key, store.get()));
  byNotes.set(notes, store);
  return store;
}

/** A search that was of use. The beginnings of it that were searched before are forgotten. */
export function noteSearch(notes: Notes, typed: string): void {
  const text = typed.trim();
  if (text.length < minLength) return;
  const isBeginning = (other: string) => fold(text).startsWith(fold(other));
  recentSearches(notes).set((before) =>
    [text, ...before.filter((other) => !isBeginning(other))].slice(0, maxKept),
  );
}

export const forgetSearches = (notes: Notes): void => recentSearches(notes).set(() => []);
