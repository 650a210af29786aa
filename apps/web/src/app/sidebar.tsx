import { taskCounts, taskViews } from '@tydo/replica/tydo/task-views';
import type { LucideIcon } from 'lucide-react';
import Archive from 'lucide-react/icons/archive';
import BookCheck from 'lucide-react/icons/book-check';
import CalendarCheck from 'lucide-react/icons/calendar-check';
import CalendarDays from 'lucide-react/icons/calendar-days';
import History from 'lucide-react/icons/history';
import Inbox from 'lucide-react/icons/inbox';
import { useLocation } from 'wouter';
import { FilterGroup } from '../filter/filter-group.tsx';
import { LabelGroup } from '../label/label-group.tsx';
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
  const place = (href: string, icon: LucideIcon, name: string, count = 0) => (
    <Place href={href} icon={icon} name={name} count={count} />
  );
  return (
    <nav aria-label="Main" className="grid grid-cols-1 content-start">
      {place('/', Inbox, 'Inbox', inbox)}
      <DayPlace href="/today" icon={CalendarCheck} name="Today" spec={taskViews.today()} />
      <DayPlace href="/upcoming" icon={CalendarDays} name="Upcoming" spec={taskViews.upcoming()} />
      {place('/logbook', BookCheck, 'Logbook')}
      {place('/history', History, 'History')}
      <ListGroup />
      <LabelGroup />
      <FilterGroup />
      {(hasArchived || path === '/archive') && (
        <div className="mt-3">{place('/archive', Archive, 'Archived lists')}</div>
      )}
    </nav>
  );
}

interface PlaceProps {
  href: string;
  icon: LucideIcon;
  name: string;
  count: number;
}

function Place({ href, icon, name, count }: PlaceProps) {
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

type DayPlaceProps = Omit<PlaceProps, 'count'> & { spec: Parameters<typeof useCount>[0] };

const DayPlace = ({ spec, ...place }: DayPlaceProps) => (
  <Place {...place} count={useCount(spec) ?? 0} />
);
