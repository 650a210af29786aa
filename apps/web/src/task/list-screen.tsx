import { useRowOf } from '../sync/use-row.ts';
import { useSyncStatus } from '../sync/use-sync.ts';
import { MissingScreen } from '../ui/missing-screen.tsx';
import { TaskScreen } from './task-screen.tsx';

/** The screen of the list with this id. */
export function ListScreen({ id }: { id: string }) {
  const list = useRowOf('list', id);
  const isLoaded = useSyncStatus((status) => status.isLoaded);
  if (list) return <TaskScreen list={list} />;
  return isLoaded ? <MissingScreen noun="list" /> : null;
}
