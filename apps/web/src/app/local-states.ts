import { createLocalState, hasUnsavedWork, type LocalState } from '../task/local-state.ts';

// In memory only, and one per person: a person who has to sign in again finds their drafts, and another
// person on the same page does not.
const localStates = new Map<string, LocalState>();

/** This person's drafts and pending changes; empty the first time. */
export function localStateOf(personId: string): LocalState {
  const localState = localStates.get(personId) ?? createLocalState();
  localStates.set(personId, localState);
  return localState;
}

/** Whether closing the page now would lose something, of any person. */
export function hasAnyUnsavedWork(): boolean {
  return [...localStates.values()].some(hasUnsavedWork);
}

/** For a person who signs out: nothing of theirs stays in memory. */
export function forgetLocalState(personId: string): void {
  localStates.delete(personId);
}
