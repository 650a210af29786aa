// Where each screen was scrolled to, so that back, forward and reload lead there. The browser's own memory
// is too early: the rows are not on the screen yet.

/** Of a list, the first row in sight and how far below the top of the window it stands, in pixels. */
export interface ScrollPlace {
  y: number;
  row?: { key: string; top: number };
}

const storageKey = 'tydo.scroll-places';
const maxPlaces = 50;
let places = new Map<string, ScrollPlace>();
/** Where the screen that is being opened was left; undefined once it is there, or where it is a new one. */
let returning: ScrollPlace | undefined;

const here = (): string => location.pathname + location.search;

/** Starts to watch. Call it once, before anything else listens to the history. */
export function watchScroll(): void {
  history.scrollRestoration = 'manual';
  places = read();
  returning = places.get(here());
  window.addEventListener('popstate', () => {
    returning = places.get(here()) ?? { y: 0 };
  });
  // wouter's name for what `history.pushState` did.
  window.addEventListener('pushState', () => {
    returning = undefined;
  });
  // After that, the person decides where the page is scrolled to.
  for (const type of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
    window.addEventListener(type, stopReturning, { passive: true, capture: true });
  }
  window.addEventListener('pagehide', write);
}

export const returningTo = (): ScrollPlace | undefined => returning;

export function stopReturning(): void {
  returning = undefined;
}

/** Keeps where the screen is now, unless it is still on its way to where it was. */
export function keepPlace(place: ScrollPlace): void {
  if (returning) return;
  places.delete(here());
  places.set(here(), place);
  const [oldest] = places.keys();
  if (places.size > maxPlaces && oldest !== undefined) places.delete(oldest);
}

// A browser may allow the page no storage: then a reload begins at the top.
function read(): Map<string, ScrollPlace> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]');
    return new Map(Array.isArray(kept) ? kept : []);
  } catch {
    return new Map();
  }
}

function write(): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify([...places]));
  } catch {
    // See above.
  }
}
