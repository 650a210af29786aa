import { focusInPlaceOnMount } from './focus-on-mount.ts';

/**
 * The title of a screen, in its heading and in the browser's title. The heading gets the focus when it
 * appears, so that screen readers announce the new screen.
 */
export function ScreenTitle({ children }: { children: string }) {
  return (
    <>
      <title>{`${children} · Tydo`}</title>
      <h1 ref={focusInPlaceOnMount} tabIndex={-1} className="outline-none">
        {children}
      </h1>
    </>
  );
}
