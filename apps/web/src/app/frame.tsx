import type { ReactNode } from 'react';

/** What every screen has: the name at the top, and at its right who is there. */
export function Frame({ aside, children }: { aside?: ReactNode; children?: ReactNode }) {
  return (
    <>
      <header className="column flex h-16 items-center justify-between gap-4 pt-[env(safe-area-inset-top)]">
        <div className="flex shrink-0 items-center gap-2.5 text-lg font-semibold tracking-tight">
          <img src="/favicon.svg" alt="" width="26" height="26" />
          Tydo
        </div>
        {aside}
      </header>
      {children}
    </>
  );
}
