/**
 * A shortcut as programs and people read it. @param shortcut as `aria-keyshortcuts` has it, such as `E` or
 * `Shift+Delete`; `Mod` is ⌘ on a Mac, and Ctrl elsewhere.
 */
export function keysOf(shortcut: string | undefined) {
  if (shortcut === undefined) return undefined;
  const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
  return {
    aria: shortcut.replace('Mod', isMac ? 'Meta' : 'Control'),
    text: isMac ? shortcut.replace('Mod+', '⌘') : shortcut.replace('Mod', 'Ctrl'),
  };
}
