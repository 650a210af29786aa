const key = 'tydo.tab';

/**
 * Names this tab over reloads, so that its undo goes on. The name is in the storage only between two pages:
 * a duplicated tab, which gets a copy of the storage, would share it otherwise.
 */
export function takeTabId(newId: () => string): string {
  try {
    const id = sessionStorage.getItem(key) ?? newId();
    sessionStorage.removeItem(key);
    window.addEventListener('pagehide', () => sessionStorage.setItem(key, id));
    window.addEventListener('pageshow', () => sessionStorage.removeItem(key));
    return id;
  } catch {
    // The browser allows this page no storage.
    return newId();
  }
}
