import type { ReactNode } from 'react';

/** The states of one primitive, under its name. */
export function Sample({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 grid-cols-1 gap-2">
      <h3 className="text-sm font-medium text-muted">{name}</h3>
      {children}
    </div>
  );
}

/** States beside each other, as far as there is room. */
export function Row({ children }: { children: ReactNode }) {
  return <div className="flex min-w-0 flex-wrap items-center gap-3">{children}</div>;
}
