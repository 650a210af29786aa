import { useId } from 'react';
import { ColorDot } from './color-dot.tsx';
import { type ListColor, listColors } from './list-colors.ts';
import { tooltipProps } from './tooltip-props.ts';

interface ColorFieldProps {
  /** What gets the colour, such as "Color". */
  label: string;
  /** Null is none. */
  value: ListColor | null;
  onChange: (color: ListColor | null) => void;
}

/** Chooses the colour of a list, label or filter, or none. The arrow keys move in it. */
export function ColorField({ label, value, onChange }: ColorFieldProps) {
  const name = useId();
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 text-sm font-medium text-muted">{label}</legend>
      <div className="-ml-1 flex flex-wrap">
        {[null, ...listColors].map((color) => (
          <label
            key={color}
            {...tooltipProps(color ?? 'No color')}
            className="relative grid size-6 cursor-pointer place-items-center rounded-full border-2 border-transparent hover:bg-hover has-checked:border-edge has-focus-visible:outline-2 has-focus-visible:outline-focus pointer-coarse:size-8"
          >
            <input
              type="radio"
              name={name}
              aria-label={color ?? 'No color'}
              className="sr-only"
              checked={color === value}
              onChange={() => onChange(color)}
            />
            {color === null ? (
              <span aria-hidden className="size-3.5 rounded-full border border-edge" />
            ) : (
              <ColorDot color={color} size="lg" />
            )}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
