import type { ReactNode } from 'react';
import { useModal } from './use-modal.ts';

interface DrawerProps {
  /** Its name for screen readers. */
  label: string;
  /** Escape, and a click beside it. */
  onClose: () => void;
  children: ReactNode;
}

/** A panel from the start of the line, over the page, open while it is rendered: the sidebar of a phone. */
export function Drawer({ label, onClose, children }: DrawerProps) {
  const modal = useModal(onClose, { isDismissable: true });
  return (
    <dialog {...modal} aria-label={label} className="drawer">
      {children}
    </dialog>
  );
}
