import { taskViews } from '@tydo/replica/tydo/task-views';
import Circle from 'lucide-react/icons/circle';
import CircleCheck from 'lucide-react/icons/circle-check';
import { useMemo } from 'react';
import { useSync } from '../sync/use-sync.ts';
import { useOpenTask } from '../task/detail/open-task.ts';
import { Icon } from '../ui/icon.tsx';
import type { PaletteItem } from './palette-items.tsx';

/** Shorter texts are in too many tasks. */
const minLength = 2;
const maxFound = 8;

/** Tasks whose title or description has the text: open ones first. Each opens its details. */
export function useFoundTasks(text: string): PaletteItem[] {
  const { replica } = useSync();
  const { open } = useOpenTask();
  const found = useMemo(() => {
    if (text.length < minLength) return [];
    const { rows } = replica.view(taskViews.search(text));
    const active = rows.filter((row) => !row.completed);
    return [...active, ...rows.filter((row) => row.completed)].slice(0, maxFound);
  }, [replica, text]);
  return found.map(({ uid, title, completed }) => ({
    id: `task:${uid}`,
    label: title,
    group: completed ? 'Completed task' : 'Task',
    icon: <Icon of={completed ? CircleCheck : Circle} size="sm" />,
    run: () => open(uid),
  }));
}
