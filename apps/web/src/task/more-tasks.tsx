import { useEffect, useRef } from 'react';
import { Button } from '../ui/button.tsx';
import type { useTaskList } from './use-task-lists.ts';

type ListQuery = ReturnType<typeof useTaskList>['query'];

/** Loads the next page when the end of the list comes near. The button does the same. */
export function MoreTasks({ query }: { query: ListQuery }) {
  const place = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  const isReady = hasNextPage && !isFetching && !isError;

  useEffect(() => {
    if (!isReady || !place.current) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && void fetchNextPage(),
      { rootMargin: '0px 0px 800px 0px' },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [isReady, fetchNextPage]);

  if (!hasNextPage) return null;
  return (
    <div ref={place} className="grid justify-center">
      <Button kind="plain" onClick={() => void fetchNextPage()} aria-disabled={isFetching}>
        {query.isFetchingNextPage ? 'Loading…' : 'Show more'}
      </Button>
    </div>
  );
}
