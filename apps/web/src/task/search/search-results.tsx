import { dateLanguage } from '../../lib/language.ts';
import { Chip } from '../../ui/chip.tsx';
import { TaskList } from '../task-list.tsx';
import { useTaskActions } from '../use-task-actions.ts';
import { FoundPlaces } from './found-places.tsx';
import { openGroup, useSearch } from './use-search.ts';

/** What a text finds: lists and labels by their names, and tasks, open ones first. */
export function SearchResults({ search }: { search: string }) {
  const actions = useTaskActions();
  const { terms, lines, counts } = useSearch(search);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <>
      {terms.length > 0 && (
        <p className="flex flex-wrap items-center gap-1.5 text-sm text-muted">
          Filtered by
          {terms.map((term, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- a term may be there twice.
            <Chip key={`${index} ${term}`}>{term}</Chip>
          ))}
        </p>
      )}
      <output className="sr-only">{total === 1 ? '1 task found' : `${total} tasks found`}</output>
      <FoundPlaces text={search} />
      <TaskList
        lines={lines}
        filter="all"
        actions={actions}
        renderHeading={(line) =>
          line.kind === 'day' && (
            <h2 className="day-title">
              {line.of === openGroup ? 'Open' : 'Completed'}{' '}
              <span className="text-sm font-normal text-muted">
                {counts[line.of]?.toLocaleString(dateLanguage)}
              </span>
            </h2>
          )
        }
        empty={
          <p className="px-6 py-14 text-center text-muted wrap-anywhere">
            No task contains “<bdi>{search}</bdi>”.
          </p>
        }
      />
    </>
  );
}
