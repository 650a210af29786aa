import { useId } from 'react';
import { ColorDot } from './color-dot.tsx';
import { type ListColor, listColors } from './list-colors.ts';

interface ColorFieldProps {
  /** What gets the colour, such as "Colour". */
  label: string;
  value: ListColor;
  onChange: (color: ListColor) => void;
}

/** Chooses the colour of a list, label or filter. The arrow keys move in it. */
export function ColorField({ label, value, onChange }: ColorFieldProps) {
  const name = useId();
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 text-sm font-medium text-muted">{label}</legend>
      <div className="-ml-1.5 flex flex-wrap">
        {listColors.map((color) => (
          <label
            key={color}
            className="relative grid size-8 cursor-pointer place-items-center rounded-full border-2 border-transparent hover:bg-hover has-checked:border-edge has-focus-visible:outline-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name={name}
              aria-label={color}
              className="sr-only"
              checked={color === value}
              onChange={() => onChange(color)}
            />
            <ColorDot color={color} size="lg" />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
