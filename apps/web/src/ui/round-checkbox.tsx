import Check from 'lucide-react/icons/check';
import type { ComponentProps } from 'react';

type RoundCheckboxProps = Omit<ComponentProps<'input'>, 'className' | 'type'> & {
  /** Colours it: 1 red, 2 orange, 3 blue. Say it in words beside it, too. */
  priority?: 1 | 2 | 3 | undefined;
};

/** The browser's checkbox in a round shape, with a target as large as a button. */
export function RoundCheckbox({ priority, ...props }: RoundCheckboxProps) {
  return (
    <label className="group/check relative grid size-control shrink-0 cursor-pointer place-items-center">
      <input type="checkbox" data-priority={priority} className="round-checkbox peer" {...props} />
      <Check
        aria-hidden
        strokeWidth={3.5}
        className="pointer-events-none absolute size-3 scale-50 text-on-accent opacity-0 transition peer-checked:scale-100 peer-checked:opacity-100 forced-colors:hidden"
      />
    </label>
  );
}
