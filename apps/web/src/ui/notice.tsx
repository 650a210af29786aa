import type { ReactNode } from 'react';

interface NoticeProps {
  tone?: 'plain' | 'danger';
  children: ReactNode;
  action?: ReactNode;
}

/** A message in the flow of the page, with an optional action. */
export function Notice({ tone = 'plain', children, action }: NoticeProps) {
  const colours = tone === 'danger' ? 'bg-danger-wash text-danger' : 'bg-hover text-text';
  return (
    <div
      className={`flex flex-wrap items-center gap-x-4 gap-y-1 rounded-md border border-transparent px-3 py-1 text-sm ${colours}`}
    >
      <p
        role={tone === 'danger' ? 'alert' : 'status'}
        className="min-w-48 grow py-1.5 text-pretty wrap-anywhere"
      >
        {children}
      </p>
      {action}
    </div>
  );
}
