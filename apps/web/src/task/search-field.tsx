import Search from 'lucide-react/icons/search';
import X from 'lucide-react/icons/x';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useSyncStatus } from '../sync/use-sync.ts';
import { IconButton } from '../ui/button.tsx';
import { focusOnMount } from '../ui/focus-on-mount.ts';

const openerId = 'search-tasks';
const fieldId = 'search-field';

/**
 * Opens the search, also with Ctrl+F or ⌘F: the browser's own finds only the rows on the screen. In the field
 * the keys are the browser's.
 */
export function SearchButton({ isOpen, open }: { isOpen: boolean; open: () => void }) {
  useEffect(() => {
    function onKeyDown(event: globalThis.KeyboardEvent) {
      const isFind = event.key === 'f' && (event.ctrlKey || event.metaKey);
      if (!isFind || event.shiftKey || event.altKey) return;
      const field = document.getElementById(fieldId);
      if (field !== null && field === document.activeElement) return;
      event.preventDefault();
      if (field === null) open();
      else field.focus();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [open]);
  return (
    <span className="-mr-3">
      <IconButton
        id={openerId}
        label="Search tasks"
        aria-expanded={isOpen}
        aria-keyshortcuts="Control+F Meta+F"
        onClick={open}
      >
        <Search aria-hidden className="size-icon" />
      </IconButton>
    </span>
  );
}

interface SearchFieldProps {
  text: string;
  /** Undefined closes the search. */
  setText: (text: string | undefined) => void;
}

export function SearchField({ text, setText }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const isLoaded = useSyncStatus((status) => status.isLoaded);
  useEffect(() => focusOnMount(field.current), []);

  function close() {
    setText(undefined);
    document.getElementById(openerId)?.focus();
  }

  return (
    <search className="grid grid-cols-1 gap-1">
      <div className="flex items-center rounded-md border border-edge bg-raised pl-3.5 focus-within:border-accent">
        <input
          ref={field}
          id={fieldId}
          type="search"
          dir="auto"
          aria-label="Search in titles and descriptions"
          placeholder="Search in titles and descriptions"
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event: KeyboardEvent) => event.key === 'Escape' && close()}
          className="h-control min-w-0 grow bg-transparent outline-none placeholder:text-muted [&::-webkit-search-cancel-button]:hidden"
        />
        <IconButton label="Close the search" onClick={close}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </div>
      {!isLoaded && (
        <p className="text-sm text-muted">Still loading: not all tasks are searched yet.</p>
      )}
    </search>
  );
}
