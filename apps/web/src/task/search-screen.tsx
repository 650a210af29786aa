import Search from 'lucide-react/icons/search';
import X from 'lucide-react/icons/x';
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useSync, useSyncStatus } from '../sync/use-sync.ts';
import { IconButton } from '../ui/button.tsx';
import { focusOnMount } from '../ui/focus-on-mount.ts';
import { Icon } from '../ui/icon.tsx';
import { ScreenHeader } from '../ui/screen-header.tsx';
import { searchFieldId } from '../ui/search-field-id.ts';
import { noteSearch } from './search/recent-searches.ts';
import { SearchResults } from './search/search-results.tsx';
import { SearchStart } from './search/search-start.tsx';

/** How long typing pauses before the address gets the text, in milliseconds. */
const addressDelayMs = 300;

/** Finds tasks in all lists as it is typed: by their texts, and by terms of filters. */
export default function SearchScreen() {
  const [params] = useSearchParams();
  const [, navigate] = useLocation();
  const inAddress = params.get('q') ?? '';
  const [text, setText] = useState(inAddress);
  const [written, setWritten] = useState(inAddress);
  const { notes } = useSync();
  const isLoaded = useSyncStatus((status) => status.isLoaded);
  // Back and forward changed it.
  if (inAddress !== written) {
    setWritten(inAddress);
    setText(inAddress);
  }
  useEffect(() => {
    if (text === written) return;
    const timer = setTimeout(() => {
      setWritten(text);
      navigate(text === '' ? '/search' : `/search?q=${encodeURIComponent(text)}`, {
        replace: true,
      });
    }, addressDelayMs);
    return () => clearTimeout(timer);
  }, [text, written, navigate]);
  // The screen is left: what was in the field last was looked at. Going back empties it first.
  const latest = useRef(text);
  useEffect(() => {
    if (text !== '') latest.current = text;
  }, [text]);
  useEffect(() => () => void noteSearch(notes, latest.current), [notes]);
  function searchFor(next: string) {
    setText(next);
    document.getElementById(searchFieldId)?.focus();
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') return close();
    if (event.key === 'Enter') void noteSearch(notes, text);
    if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
    if (focusFirst()) event.preventDefault();
  }
  /** Back to where the search was opened. */
  const close = () => (history.length > 1 ? history.back() : navigate('/'));
  const search = useDeferredValue(text.trim());

  return (
    <main className="column screen">
      <ScreenHeader title="Search" />
      <search className="add-task">
        <div className="flex min-h-12 items-center gap-1 rounded-lg border border-edge bg-raised py-1 pr-1 pl-3.5 focus-within:border-accent focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-accent">
          <Search aria-hidden className="size-5 shrink-0 text-muted" />
          <input
            ref={focusOnMount}
            id={searchFieldId}
            type="search"
            dir="auto"
            aria-label="Search in titles and descriptions"
            placeholder="Text, @label, #list, today…"
            autoComplete="off"
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
            className="h-control min-w-0 grow bg-transparent px-2 text-lg outline-none placeholder:text-muted [&::-webkit-search-cancel-button]:hidden"
          />
          <IconButton label="Close the search" onClick={close}>
            <Icon of={X} />
          </IconButton>
        </div>
        {!isLoaded && (
          <p className="text-sm text-muted">Still loading: not all tasks are searched yet.</p>
        )}
      </search>
      {search === '' ? (
        <SearchStart search={searchFor} />
      ) : (
        <SearchResults key={search} search={search} />
      )}
    </main>
  );
}

/** The first of what is found. @returns whether there is one. */
function focusFirst(): boolean {
  const first = document.querySelector<HTMLElement>('main a.option, main .task-row input');
  first?.focus();
  return first !== null;
}
