// What a reload or a closed tab would interrupt or lose, of everybody whose page is open in this tab.

export interface UnsavedWork {
  /** Whether something is typed that is not saved. */
  hasDrafts: () => boolean;
  /** Whether something would be lost: nothing is where it is kept on this device. */
  wouldLose: () => boolean;
}

const all = new Set<UnsavedWork>();

/** @returns what ends it. */
export function reportUnsavedWork(work: UnsavedWork): () => void {
  all.add(work);
  return () => void all.delete(work);
}

/** Whether somebody is in the middle of writing. */
export const hasAnyDrafts = (): boolean => [...all].some((work) => work.hasDrafts());

/** Whether closing the page now would lose something, of any person. */
export const wouldLoseWork = (): boolean => [...all].some((work) => work.wouldLose());
