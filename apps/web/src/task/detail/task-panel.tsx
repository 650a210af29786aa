import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { useMedia } from '../../ui/use-media.ts';
import { useModal } from '../../ui/use-modal.ts';
import { useOpenTask } from './open-task.ts';
import { TaskDetail } from './task-detail.tsx';

/** Below this width, the details cover the list: see `.task-panel`. */
const wide = '(width >= 70rem)';

/** The details of a task: beside the list, or over it where there is no room. */
export default function TaskPanel({ uid }: { uid: string }) {
  const { close } = useOpenTask();
  const Frame = useMedia(wide) ? Aside : Sheet;
  return (
    <Frame uid={uid} onClose={close}>
      <TaskDetail key={uid} uid={uid} close={close} />
    </Frame>
  );
}

interface FrameProps {
  uid: string;
  onClose: () => void;
  children: ReactNode;
}

const label = 'Task details';

function Sheet({ onClose, children }: FrameProps) {
  const modal = useModal(onClose, { isDismissable: true });
  return (
    <dialog {...modal} aria-label={label} className="task-sheet">
      {children}
    </dialog>
  );
}

function Aside({ uid, onClose, children }: FrameProps) {
  const panel = useRef<HTMLElement>(null);
  useReturnedFocus(uid);
  useEffect(() => {
    const { current } = panel;
    if (current && !current.contains(document.activeElement)) current.focus();
    // Also when it shows another task.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [uid]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    onClose();
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape closes it from any of its controls.
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={label}
      onKeyDown={onKeyDown}
      className="task-panel"
    >
      {children}
    </aside>
  );
}

/** When the panel closes, its row has the focus. */
function useReturnedFocus(uid: string): void {
  const last = useRef(uid);
  useLayoutEffect(() => {
    last.current = uid;
  });
  useEffect(
    () => () => {
      if (document.activeElement !== document.body) return;
      const row = `[data-uid="${CSS.escape(last.current)}"] [data-control=open]`;
      document.querySelector<HTMLElement>(row)?.focus();
    },
    [],
  );
}
