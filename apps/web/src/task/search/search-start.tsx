import Clock from 'lucide-react/icons/clock';
import Search from 'lucide-react/icons/search';
import { useStore } from '../../lib/store.ts';
import { useSync } from '../../sync/use-sync.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { forgetSearches, recentSearches } from './recent-searches.ts';

const examples = ['overdue', 'next 7 days', 'p1', 'no date', 'done', 'p1 & !done'];

interface SearchStartProps {
  search: (text: string) => void;
}

/** Before anything is typed: what was searched last, and what else can be typed. */
export function SearchStart({ search }: SearchStartProps) {
  const { notes } = useSync();
  const recent = useStore(recentSearches(notes), (texts) => texts);
  return (
    <>
      {recent.length > 0 && (
        <section aria-labelledby="recent-searches" className="-mx-2">
          <div className="flex items-center">
            <h2 id="recent-searches" className="day-title grow">
              Recent
            </h2>
            <Button kind="plain" onClick={() => void forgetSearches(notes)}>
              Forget
            </Button>
          </div>
          <ul>
            {recent.map((text) => (
              <li key={text}>
                <ListRow leading={<Icon of={Clock} size="sm" />} onClick={() => search(text)}>
                  {text}
                </ListRow>
              </li>
            ))}
          </ul>
        </section>
      )}
      <EmptyState
        icon={Search}
        title="Search all your tasks"
        action={
          <div className="flex flex-wrap justify-center gap-2">
            {examples.map((text) => (
              <Button key={text} kind="quiet" onClick={() => search(text)}>
                {text}
              </Button>
            ))}
          </div>
        }
      >
        Open and completed ones, in every list, also without a network. Beside words of the text:
        @label, #list, /section, a date, or one of these.
      </EmptyState>
    </>
  );
}
