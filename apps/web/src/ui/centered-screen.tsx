import type { ReactNode } from 'react';
import { ScreenTitle } from './screen-title.tsx';

interface CenteredScreenProps {
  title: string;
  intro?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
}

/** A narrow column in the middle of the page, for a form or a short message. */
export function CenteredScreen({ title, intro, children, footer }: CenteredScreenProps) {
  return (
    <main className="column grid min-h-[calc(100dvh-8rem)] place-content-center py-8">
      <div className="grid w-[min(22rem,100vw-2rem)] gap-5">
        <header className="mb-1 grid gap-2">
          <ScreenTitle>{title}</ScreenTitle>
          {intro && <p className="text-pretty text-muted wrap-anywhere">{intro}</p>}
        </header>
        {children}
        {footer && <p className="text-center text-muted">{footer}</p>}
      </div>
    </main>
  );
}
