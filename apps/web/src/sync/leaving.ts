// Who has removed their tasks from this device while their session could not be ended.

const key = 'people.leaving';
const listeners = new Set<() => void>();

/** The id of the person whose session has yet to end: nothing of theirs is shown, in any tab. */
export function leavingPerson(): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param personId undefined when the session has ended, or they have signed in again. */
export function rememberLeaving(personId: string | undefined): void {
  try {
    if (personId === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, personId);
  } catch {
    // Without storage the session stays until the person signs out.
  }
  for (const listener of listeners) listener();
}

/** Calls `listener` when it changes in this tab or in another. @returns what ends that. */
export function watchLeaving(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}
