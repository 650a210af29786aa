import { type ReactNode, Suspense } from 'react';
import { HoldKeys, lateForm } from '../../ui/late-form.tsx';
import { useOpenUid } from './open-task.ts';

const TaskPanel = lateForm(() => import('./task-panel.tsx'));

/** The details of the task in the address, beside or over the screen. `renderBoundary` handles their code failing to load. */
export function TaskPanelSlot({
  renderBoundary,
}: {
  renderBoundary: (panel: ReactNode) => ReactNode;
}) {
  const uid = useOpenUid();
  if (uid === undefined) return null;
  return renderBoundary(
    <Suspense fallback={<HoldKeys />}>
      <TaskPanel uid={uid} />
    </Suspense>,
  );
}
