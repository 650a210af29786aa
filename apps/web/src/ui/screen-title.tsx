import { focusOnArrival } from './focus-on-arrival.ts';

/**
 * What a screen is called, in its heading and in the browser's title. It gets the keyboard on
 * arrival: who cannot see that the page has changed hears it.
 */
export function ScreenTitle({ children }: { children: string }) {
  return (
    <>
      <title>{`${children} · Tydo`}</title>
      <h1 ref={focusOnArrival} tabIndex={-1} className="outline-none">
        {children}
      </h1>
    </>
  );
}
