import { type Store, useStore } from '../../lib/store.ts';
import { indentRem } from './indent.ts';
import type { DropMark } from './list-controls.ts';

/** Shows between which rows what is dragged would go, and how far it would be indented; or to which day. */
export function DropLine({ mark }: { mark: Store<DropMark | undefined> }) {
  const shown = useStore(mark, (now) => now);
  if (!shown) return null;
  if ('height' in shown) return <li aria-hidden className="drop-day" style={shown} />;
  const { top, depth } = shown;
  return (
    <li
      aria-hidden
      className="drop-line"
      style={{ top, insetInlineStart: `${depth * indentRem + 0.5}rem` }}
    />
  );
}
