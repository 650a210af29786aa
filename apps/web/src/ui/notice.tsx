import type { ReactNode } from 'react';

interface NoticeProps {
  tone?: 'plain' | 'danger';
  children: ReactNode;
  action?: ReactNode;
}

/** A message in the flow of the page, with an optional action. */
export function Notice({ tone = 'plain', children, action }: NoticeProps) {
  const colours = tone === 'danger' ? 'bg-danger-wash text-danger-text' : 'bg-wash text-ink';
  return (
    <div className={`flex flex-wrap items-center gap-x-4 gap-y-1 rounded-2xl px-4 py-2 ${colours}`}>
      <p
        role={tone === 'danger' ? 'alert' : 'status'}
        className="min-w-48 grow py-2 text-pretty wrap-anywhere"
      >
        {children}
      </p>
      {action}
    </div>
  );
}
