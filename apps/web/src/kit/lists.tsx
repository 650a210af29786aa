import Calendar from 'lucide-react/icons/calendar';
import Inbox from 'lucide-react/icons/inbox';
import Sprout from 'lucide-react/icons/sprout';
import Sun from 'lucide-react/icons/sun';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { ColorDot } from '../ui/color-dot.tsx';
import { Count } from '../ui/count.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { ListRow } from '../ui/list-row.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Row, Sample } from './sample.tsx';

export function Lists({ theme }: { theme: string }) {
  return (
    <>
      <Sample name="ListRow, Count">
        <nav aria-label={`${theme}: lists`} className="max-w-60 rounded-md bg-sunken p-2">
          <ListRow
            href="/kit"
            leading={<Icon of={Inbox} />}
            isCurrent
            trailing={<Count value={12} label="12 open tasks" />}
          >
            Inbox
          </ListRow>
          <ListRow
            href="/kit?today"
            leading={<Icon of={Sun} />}
            trailing={<Count value={3} label="3 overdue tasks" isStrong />}
          >
            Today
          </ListRow>
          <ListRow
            href="/kit?home"
            leading={<ColorDot color="blue" />}
            trailing={<Count value={1204} label="1,204 open tasks" />}
          >
            A list with a name that is too long for its row
          </ListRow>
          <ListRow onClick={() => undefined} leading={<ColorDot color="purple" />}>
            A row that is a button
          </ListRow>
          <ListRow>A plain row</ListRow>
        </nav>
      </Sample>
      <Sample name="Chip">
        <Row>
          <Chip>Plain</Chip>
          <Chip color="teal">errands</Chip>
          <Chip color="red" onRemove={() => undefined} removeLabel="Remove the label phone">
            phone
          </Chip>
          <Chip icon={<Icon of={Calendar} size="sm" />}>Tomorrow</Chip>
          <Chip tone="danger" icon={<Icon of={Calendar} size="sm" />}>
            Yesterday
          </Chip>
          <Chip tone="warning">Today</Chip>
          <Chip tone="success">Done</Chip>
        </Row>
      </Sample>
      <Sample name="Skeleton, EmptyState">
        <Skeleton label="Loading tasks…" />
        <EmptyState
          icon={Sprout}
          title="No tasks yet"
          action={<Button kind="quiet">Add a task</Button>}
        >
          Write down the first thing on your mind.
        </EmptyState>
      </Sample>
    </>
  );
}
