/**
 * A shortcut as programs and people read it. @param shortcut a key as events name it, such as `e` or `Delete`,
 * after `Shift+` or `Mod+` where needed, or two keys with a blank between them; `Mod` is ⌘ on a Mac, and Ctrl elsewhere.
 */
export function keysOf(shortcut: string | undefined) {
  if (shortcut === undefined) return undefined;
  const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
  const text = shortcut.replaceAll(/\b[a-z]\b/g, (letter) => letter.toUpperCase());
  return {
    aria: shortcut.replace('Mod', isMac ? 'Meta' : 'Control'),
    text: isMac ? text.replace('Mod+', '⌘') : text.replace('Mod', 'Ctrl'),
  };
}
