import Check from 'lucide-react/icons/check';
import type { ComponentProps } from 'react';

type RoundCheckboxProps = Omit<ComponentProps<'input'>, 'className' | 'type'>;

/** The browser's checkbox in a round shape, with a touch target of 44 pixels. */
export function RoundCheckbox(props: RoundCheckboxProps) {
  return (
    <label className="group/check relative grid size-11 shrink-0 cursor-pointer place-items-center">
      <input type="checkbox" className="round-checkbox peer" {...props} />
      <Check
        aria-hidden
        strokeWidth={3.5}
        className="pointer-events-none absolute size-3.5 scale-50 text-on-accent opacity-0 transition duration-150 peer-checked:scale-100 peer-checked:opacity-100 forced-colors:hidden"
      />
    </label>
  );
}
