import ChevronLeft from 'lucide-react/icons/chevron-left';
import { Link } from 'wouter';
import { useRow } from '../../sync/use-row.ts';
import { Icon } from '../../ui/icon.tsx';
import { useOpenTask } from './open-task.ts';

/** The task above, whose details it opens. */
export function ParentLink({ uid }: { uid: string }) {
  const parent = useRow(uid);
  const { linkProps } = useOpenTask();
  if (!parent) return null;
  return (
    <Link {...linkProps(uid)} className="parent-link">
      <Icon of={ChevronLeft} size="sm" />
      <span className="sr-only">Part of </span>
      <bdi className="truncate">{parent.title}</bdi>
    </Link>
  );
}
