import type { ReactNode } from 'react';
import { ColorDot } from './color-dot.tsx';
import type { ListColor } from './list-colors.ts';
import { ScreenTitle } from './screen-title.tsx';

interface ScreenHeaderProps {
  title: string;
  color?: ListColor | null;
  /** Buttons at its end. */
  children?: ReactNode;
}

/** The title of a screen with its colour and commands. */
export function ScreenHeader({ title, color, children }: ScreenHeaderProps) {
  return (
    // As high as a button, so that nothing moves when one appears.
    <div className="flex min-h-control items-center justify-between gap-2">
      <div className="flex min-w-0 items-center gap-2.5">
        {color && <ColorDot color={color} />}
        <ScreenTitle>{title}</ScreenTitle>
      </div>
      <div className="-mr-2 flex shrink-0 items-center">{children}</div>
    </div>
  );
}
