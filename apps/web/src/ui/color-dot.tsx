import { type ListColor, listColorText } from './list-colors.ts';

const sizes = { md: 'size-2.5', lg: 'size-4' };

interface ColorDotProps {
  color: ListColor;
  size?: keyof typeof sizes;
}

/** A dot in the colour of a list, label or filter. The name stands beside it. */
export function ColorDot({ color, size = 'md' }: ColorDotProps) {
  return (
    <span
      aria-hidden
      className={`inline-block shrink-0 rounded-full bg-current forced-color-adjust-none ${sizes[size]} ${listColorText[color]}`}
    />
  );
}
