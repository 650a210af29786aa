import { useStore } from '../lib/store.ts';
import { titleCount } from '../lib/title-count.ts';
import { focusInPlaceOnMount } from './focus-on-mount.ts';

/**
 * The title of a screen, in its heading and in the browser's title, there behind the number of today's tasks. The
 * heading gets the focus when it appears, so that screen readers announce the new screen.
 */
export function ScreenTitle({ children }: { children: string }) {
  const count = useStore(titleCount, (now) => now);
  return (
    <>
      <title>{`${count > 0 ? `(${count}) ` : ''}${children} · Tydo`}</title>
      <h1 ref={focusInPlaceOnMount} tabIndex={-1} className="outline-none">
        {children}
      </h1>
    </>
  );
}
