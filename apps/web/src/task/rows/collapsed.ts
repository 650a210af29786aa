// Which subtasks and sections are folded away on this device.
import { createStore, type Store } from '../../lib/store.ts';
import type { Notes } from '../../sync/notes.ts';
import { useSync } from '../../sync/use-sync.ts';

type Collapsed = Store<ReadonlySet<string>>;

const key = 'collapsed';
const byNotes = new WeakMap<Notes, Collapsed>();

function open(notes: Notes): Collapsed {
  const kept = notes.loaded.get(key);
  const ids = Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
  const store = createStore<ReadonlySet<string>>(new Set(ids));
  store.subscribe(() => {
    const now = store.get();
    notes.put(key, now.size > 0 ? [...now] : undefined);
  });
  return store;
}

/** The `uid` of each task, and the `id` of each section, that is collapsed. */
export function useCollapsed(): Collapsed {
  const { notes } = useSync();
  const store = byNotes.get(notes) ?? open(notes);
  byNotes.set(notes, store);
  return store;
}

/** Collapses or expands what has this id. */
export function setCollapsed(store: Collapsed, id: string, isCollapsed: boolean): void {
  store.set((ids) => {
    if (ids.has(id) === isCollapsed) return ids;
    const next = new Set(ids);
    if (isCollapsed) next.add(id);
    else next.delete(id);
    return next;
  });
}
