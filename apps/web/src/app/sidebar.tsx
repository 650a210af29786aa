import { taskCounts, taskViews } from '@tydo/replica/tydo/task-views';
import { useLocation } from 'wouter';
import { FilterGroup } from '../filter/filter-group.tsx';
import { LabelGroup } from '../label/label-group.tsx';
import { type Place, places } from '../lib/places.ts';
import { ListGroup } from '../list/list-group.tsx';
import { useArchivedLists } from '../list/use-lists.ts';
import { useCount, useCounts } from '../sync/use-view.ts';
import { Count } from '../ui/count.tsx';
import { Icon } from '../ui/icon.tsx';
import { ListRow } from '../ui/list-row.tsx';

/** The way to every screen. */
export function Sidebar() {
  const [path] = useLocation();
  const inbox = useCounts(taskCounts.lists())(null);
  const hasArchived = useArchivedLists().length > 0;
  return (
    <nav aria-label="Main" className="grid grid-cols-1 content-start">
      <PlaceRow place={places.inbox} count={inbox} />
      <DayRow place={places.today} spec={taskViews.today()} />
      <DayRow place={places.upcoming} spec={taskViews.upcoming()} />
      <PlaceRow place={places.logbook} />
      <PlaceRow place={places.history} />
      <ListGroup />
      <LabelGroup />
      <FilterGroup />
      {(hasArchived || path === places.archive.href) && (
        <div className="mt-3">
          <PlaceRow place={places.archive} />
        </div>
      )}
    </nav>
  );
}

interface PlaceRowProps {
  place: Place;
  /** Of its open tasks. */
  count?: number;
}

function PlaceRow({ place: { href, icon, name }, count = 0 }: PlaceRowProps) {
  const [path] = useLocation();
  return (
    <ListRow
      href={href}
      isCurrent={path === href}
      leading={<Icon of={icon} />}
      trailing={count > 0 && <Count value={count} label={`${count} open`} />}
    >
      {name}
    </ListRow>
  );
}

type DayRowProps = { place: Place; spec: Parameters<typeof useCount>[0] };

const DayRow = ({ place, spec }: DayRowProps) => (
  <PlaceRow place={place} count={useCount(spec) ?? 0} />
);
