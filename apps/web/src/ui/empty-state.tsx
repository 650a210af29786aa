import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** What goes here, and how it gets here. */
  children: ReactNode;
  /** A `Button` that makes the first one. */
  action?: ReactNode;
}

/** In place of a list without rows. */
export function EmptyState({ icon: Drawing, title, children, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-1 px-6 py-12 text-center">
      <Drawing aria-hidden strokeWidth={1.25} className="mb-2 size-9 text-accent-text" />
      <p className="font-medium">{title}</p>
      <p className="text-sm text-balance text-muted">{children}</p>
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
