import { type Store, useStore } from '../../lib/store.ts';
import { indentRem } from './indent.ts';
import type { DropMark } from './list-controls.ts';

/** Shows between which rows what is dragged would go, and how far it would be indented. */
export function DropLine({ mark }: { mark: Store<DropMark | undefined> }) {
  const shown = useStore(mark, (now) => now);
  if (!shown) return null;
  return (
    <li
      aria-hidden
      className="drop-line"
      style={{ top: shown.top, insetInlineStart: `${shown.depth * indentRem + 0.5}rem` }}
    />
  );
}
