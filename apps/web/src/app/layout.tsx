import type { ReactNode } from 'react';
import { UpdateButton } from './update-button.tsx';

/** @param isShort without its word where there is little room. */
export function Logo({ isShort = false }: { isShort?: boolean }) {
  return (
    <div className="flex shrink-0 items-center gap-2 font-semibold tracking-tight">
      <img src="/favicon.svg" alt="" width="22" height="22" />
      <span className={isShort ? 'max-[30rem]:sr-only' : ''}>Tydo</span>
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
