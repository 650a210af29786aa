import type { ReactNode } from 'react';
import { UpdateButton } from './update-button.tsx';

/** The header of every screen, with `aside` at its right, and the screen below it. */
export function Layout({ aside, children }: { aside?: ReactNode; children?: ReactNode }) {
  return (
    <>
      <header className="column relative flex h-13 items-center gap-2 pt-[env(safe-area-inset-top)]">
        <div className="flex shrink-0 items-center gap-2 font-semibold tracking-tight">
          <img src="/favicon.svg" alt="" width="22" height="22" />
          Tydo
        </div>
        <div className="mr-auto">
          <UpdateButton />
        </div>
        {aside}
      </header>
      {children}
    </>
  );
}
