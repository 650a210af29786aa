import type { ReactNode } from 'react';
import { UpdateButton } from './update-button.tsx';

export function Logo() {
  return (
    <div className="flex shrink-0 items-center gap-2 font-semibold tracking-tight">
      <img src="/favicon.svg" alt="" width="22" height="22" />
      Tydo
    </div>
  );
}

/** The header of every screen, with `aside` at its end. */
export function Header({ start, aside }: { start?: ReactNode; aside?: ReactNode }) {
  return (
    <header className="header">
      {start}
      <div className="mr-auto">
        <UpdateButton />
      </div>
      {aside}
    </header>
  );
}

/** The header with the screen below it. */
export function Layout({ children }: { children?: ReactNode }) {
  return (
    <>
      <Header start={<Logo />} />
      {children}
    </>
  );
}
