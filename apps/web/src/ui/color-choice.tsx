import { useId } from 'react';
import { ColorDot } from './color-dot.tsx';
import { type ListColor, listColors } from './list-colors.ts';
import { tooltipProps } from './tooltip-props.ts';

interface ColorChoiceProps {
  value: ListColor | null;
  onChange: (value: ListColor | null) => void;
}

const names = {
  red: 'Red',
  orange: 'Orange',
  yellow: 'Yellow',
  green: 'Green',
  teal: 'Teal',
  blue: 'Blue',
  purple: 'Purple',
  gray: 'Gray',
};

/** A colour for a list, label or filter, or none. The arrow keys move in it. */
export function ColorChoice({ value, onChange }: ColorChoiceProps) {
  const group = useId();
  return (
    <fieldset className="color-choice">
      <legend className="sr-only">Colour</legend>
      {[null, ...listColors].map((color) => {
        const name = color === null ? 'No colour' : names[color];
        return (
          <label key={name} {...tooltipProps(name)}>
            <input
              type="radio"
              name={group}
              className="sr-only"
              checked={color === value}
              onChange={() => onChange(color)}
            />
            {color === null ? (
              <span aria-hidden className="no-color" />
            ) : (
              <ColorDot color={color} />
            )}
            <span className="sr-only">{name}</span>
          </label>
        );
      })}
    </fieldset>
  );
}
