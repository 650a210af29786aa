import { taskViews } from '@tydo/replica/tydo/task-views';
import Search from 'lucide-react/icons/search';
import X from 'lucide-react/icons/x';
import { useDeferredValue, useEffect, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useSyncStatus } from '../sync/use-sync.ts';
import { IconButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { focusOnMount } from '../ui/focus-on-mount.ts';
import { Icon } from '../ui/icon.tsx';
import { ScreenHeader } from '../ui/screen-header.tsx';
import { searchFieldId } from '../ui/search-field-id.ts';
import { TaskList } from './task-list.tsx';
import { useFlatLines } from './use-list-lines.ts';
import { useTaskActions } from './use-task-actions.ts';

/** How long typing pauses before the address gets the text, in milliseconds. */
const addressDelayMs = 300;

/** Finds tasks by their text, in all lists, as it is typed. */
export default function SearchScreen() {
  const [params] = useSearchParams();
  const [, navigate] = useLocation();
  const inAddress = params.get('q') ?? '';
  const [text, setText] = useState(inAddress);
  const [written, setWritten] = useState(inAddress);
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
            placeholder="Search in titles and descriptions"
            autoComplete="off"
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => event.key === 'Escape' && close()}
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
        <EmptyState icon={Search} title="Search all your tasks">
          Open and completed ones, in every list, archived ones too.
        </EmptyState>
      ) : (
        <Found key={search} search={search} />
      )}
    </main>
  );
}

function Found({ search }: { search: string }) {
  const actions = useTaskActions();
  const lines = useFlatLines(taskViews.search(search));
  return (
    <TaskList
      lines={lines}
      filter="all"
      actions={actions}
      empty={
        <p className="px-6 py-14 text-center text-muted wrap-anywhere">
          No task contains “<bdi>{search}</bdi>”.
        </p>
      }
    />
  );
}
