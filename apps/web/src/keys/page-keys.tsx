import { lazy, Suspense, useEffect } from 'react';
import { useLocation } from 'wouter';
import { optionalLoader, preload } from '../lib/lazy-screen.ts';
import { allPlaces } from '../lib/places.ts';
import { areSingleKeysOn } from '../lib/single-keys.ts';
import { createStore, useStore } from '../lib/store.ts';
import { isTyping } from '../ui/is-typing.ts';
import { focusNewTask, focusSearch } from './focus-fields.ts';

const loadPalette = () => import('./palette.tsx');
const Palette = lazy(optionalLoader(loadPalette));
const DatesHelp = lazy(optionalLoader(() => import('../dates/dates-help.tsx')));
const ShortcutSheet = lazy(optionalLoader(() => import('./shortcut-sheet.tsx')));

/** How long after `g` a letter leads to a screen, in milliseconds. */
const goMs = 1_500;

type Opened = 'palette' | 'sheet' | 'dates' | undefined;

const openedKeys = createStore<Opened>(undefined);

function setOpened(next: Opened): void {
  openedKeys.set(() => next);
}

/** Shows all keys. */
export const openShortcutSheet = (): void => setOpened('sheet');

const close = (): void => setOpened(undefined);

/** The keys that work wherever the focus is, and what they open. */
export function PageKeys() {
  const [, navigate] = useLocation();
  const opened = useStore(openedKeys, (now) => now);
  useEffect(() => preload(loadPalette), []);
  useEffect(() => {
    let goUntil = 0;

    function press(key: string, timeStamp: number): boolean {
      const isGoing = timeStamp < goUntil;
      goUntil = key === 'g' && !isGoing ? timeStamp + goMs : 0;
      const place = isGoing && allPlaces.find((one) => one.key === key);
      if (place) navigate(place.href);
      else if (key === '?') setOpened('sheet');
      else if (key === '/') focusSearch(navigate);
      else if (key === 'n' || key === 'q') focusNewTask(navigate);
      else return key === 'g' || enterList(key);
      return true;
    }

    function onKeyDown(event: KeyboardEvent) {
      const { key, target, timeStamp } = event;
      if (event.defaultPrevented || event.altKey) return;
      const isCommand = event.ctrlKey || event.metaKey;
      if (isCommand && key.toLowerCase() === 'k' && !event.shiftKey) {
        event.preventDefault();
        return setOpened('palette');
      }
      const isLetter = key.length === 1;
      if (isCommand || isTyping(target) || isSomethingOpen()) return;
      if (isLetter && !areSingleKeysOn()) return;
      if (press(key, timeStamp)) event.preventDefault();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [navigate]);

  return (
    <Suspense>
      {opened === 'palette' && <Palette onClose={close} openSheet={openShortcutSheet} />}
      {opened === 'sheet' && <ShortcutSheet onClose={close} openDates={() => setOpened('dates')} />}
      {opened === 'dates' && <DatesHelp onClose={close} />}
    </Suspense>
  );
}

/** A dialog, a menu, a drawer: keys belong to it. */
const isSomethingOpen = (): boolean =>
  document.querySelector('dialog:modal, [popover]:popover-open:not(.tooltip)') !== null;

const firstRow = new Set(['ArrowDown', 'j']);

/** From nowhere, arrows lead to the first row of the list. */
function enterList(key: string): boolean {
  if (!firstRow.has(key) || document.activeElement !== document.body) return false;
  const row = document.querySelector<HTMLElement>('.task-row input');
  row?.focus();
  return row !== null;
}
