import Archive from 'lucide-react/icons/archive';
import { hrefOf } from '../ordered/ordered.ts';
import { Button } from '../ui/button.tsx';
import { ColorDot } from '../ui/color-dot.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ListRow } from '../ui/list-row.tsx';
import { ScreenHeader } from '../ui/screen-header.tsx';
import { useListActions } from './use-list-actions.ts';
import { useArchivedLists } from './use-lists.ts';

/** The archived lists. */
export default function ArchiveScreen() {
  const lists = useArchivedLists();
  const { archive, remove } = useListActions();
  return (
    <main className="column screen">
      <ScreenHeader title="Archived lists" />
      {lists.length === 0 ? (
        <EmptyState icon={Archive} title="No archived lists">
          A list that is done can be archived in its menu: its tasks stay in the logbook and the
          search.
        </EmptyState>
      ) : (
        <ul aria-label="Archived lists" className="sheet">
          {lists.map((list) => (
            <li key={list.id} className="flex items-center gap-1 py-0.5">
              <ListRow
                href={hrefOf('list', list.id)}
                leading={list.color && <ColorDot color={list.color} />}
              >
                {list.name}
              </ListRow>
              <Button kind="plain" onClick={() => archive(list, false)}>
                Unarchive
              </Button>
              <Button kind="plain" onClick={() => remove(list)}>
                Delete
              </Button>
            </li>
          ))}
        </ul>
      )}
    </main>
  );
}
