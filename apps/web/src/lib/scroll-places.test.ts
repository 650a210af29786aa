import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepPlace, returningTo, stopReturning, watchScroll } from './scroll-places.ts';

let stored: Record<string, string> = {};

/** Loads a page at this address. */
function open(pathname: string): void {
  go(pathname);
  vi.stubGlobal('window', new EventTarget());
  watchScroll();
}

function go(pathname: string, event?: 'popstate' | 'pushState'): void {
  vi.stubGlobal('location', { pathname, search: '' });
  if (event) window.dispatchEvent(new Event(event));
}

beforeEach(() => {
  stored = {};
  vi.stubGlobal('history', { scrollRestoration: 'auto' });
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored[key] ?? null,
    setItem(key: string, value: string) {
      stored[key] = value;
    },
  });
});

afterEach(() => vi.unstubAllGlobals());

const place = { y: 700, row: { key: 'a', top: -12 } };

test('back leads to where a screen was left, and a link to the top of a new one', () => {
  open('/');
  expect(history.scrollRestoration).toBe('manual');
  expect(returningTo()).toBeUndefined();
  keepPlace(place);
  go('/today', 'pushState');
  expect(returningTo()).toBeUndefined();
  keepPlace({ y: 90 });
  go('/', 'popstate');
  expect(returningTo()).toEqual(place);
  stopReturning();
  go('/never', 'popstate');
  expect(returningTo()).toEqual({ y: 0 });
});

test('a screen on its way to its place does not forget it, until the person decides', () => {
  open('/');
  keepPlace(place);
  go('/', 'popstate');
  keepPlace({ y: 0 });
  expect(returningTo()).toEqual(place);
  window.dispatchEvent(new Event('wheel'));
  expect(returningTo()).toBeUndefined();
  keepPlace({ y: 5 });
  go('/', 'popstate');
  expect(returningTo()).toEqual({ y: 5 });
});

test('places outlive a reload, as many as are kept', () => {
  open('/list/0');
  for (let list = 0; list <= 50; list += 1) {
    go(`/list/${list}`, 'pushState');
    keepPlace({ y: list });
  }
  window.dispatchEvent(new Event('pagehide'));
  open('/list/50');
  expect(returningTo()).toEqual({ y: 50 });
  open('/list/0');
  expect(returningTo()).toBeUndefined();
});

test('what is stored may be broken, and storage forbidden', () => {
  stored = { 'tydo.scroll-places': '{' };
  open('/');
  expect(returningTo()).toBeUndefined();
  vi.stubGlobal('sessionStorage', undefined);
  open('/');
  expect(() => window.dispatchEvent(new Event('pagehide'))).not.toThrow();
});
