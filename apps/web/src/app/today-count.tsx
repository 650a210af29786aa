import { taskViews } from '@tydo/replica/tydo/task-views';
import { useEffect } from 'react';
import { titleCount } from '../lib/title-count.ts';
import { useCount } from '../sync/use-view.ts';

/** Shows the number of today's tasks in the title of the page, and on the icon of the installed one. */
export default function TodayCount() {
  const count = useCount(taskViews.today()) ?? 0;
  useEffect(() => {
    show(count);
    return () => show(0);
  }, [count]);
  return null;
}

function show(count: number): void {
  titleCount.set(() => count);
  // Browsers without badges, and pages that are not installed.
  if ('setAppBadge' in navigator) navigator.setAppBadge(count).catch(() => undefined);
}
