import X from 'lucide-react/icons/x';
import type { ReactNode } from 'react';
import { ColorDot } from './color-dot.tsx';
import { Icon } from './icon.tsx';
import type { ListColor } from './list-colors.ts';

const tones = {
  plain: 'text-muted',
  warning: 'bg-warning-wash text-warning',
  danger: 'bg-danger-wash text-danger',
  success: 'bg-success-wash text-success',
};

interface ChipProps {
  /** A label's colour, as a dot. */
  color?: ListColor;
  /** For what a text means: a date that has passed, something done. */
  tone?: keyof typeof tones;
  icon?: ReactNode;
  children: ReactNode;
  /** Shows a button that takes it away; `removeLabel` is its name. */
  onRemove?: () => void;
  removeLabel?: string;
}

/** A short fact about a row: a label, a date, a list. */
export function Chip({ color, tone = 'plain', icon, children, onRemove, removeLabel }: ChipProps) {
  const frame = tone === 'plain' ? 'border-line' : 'border-transparent';
  return (
    <span
      className={`inline-flex min-h-6 max-w-full items-center gap-1.5 rounded-full border px-2 text-xs font-medium ${frame} ${tones[tone]}`}
    >
      {color && <ColorDot color={color} />}
      {icon}
      <span dir="auto" className="truncate">
        {children}
      </span>
      {onRemove && (
        <button
          type="button"
          aria-label={removeLabel}
          onClick={onRemove}
          className="-mr-1.5 grid size-6 cursor-pointer place-items-center rounded-full hover:bg-hover hover:text-text"
        >
          <Icon of={X} size="sm" />
        </button>
      )}
    </span>
  );
}
