import { keysOf } from './keys-of.ts';

/**
 * For a control whose text is not on the screen: `<TooltipLayer>` shows `label`, and the shortcut (see `keysOf`) beside it,
 * while the control is pointed at or has the keyboard's focus. It does not name the control for screen
 * readers: that is what `aria-label` is for.
 */
export function tooltipProps(label: string, shortcut?: string) {
  const keys = keysOf(shortcut);
  return {
    'data-tooltip': label,
    'data-shortcut': keys?.text,
    'aria-keyshortcuts': keys?.aria,
  };
}
