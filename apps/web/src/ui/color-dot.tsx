import { type ListColor, listColorText } from './list-colors.ts';

/** A dot in the colour of a list, label or filter. The name stands beside it. */
export function ColorDot({ color }: { color: ListColor }) {
  return (
    <span
      aria-hidden
      className={`inline-block size-2.5 shrink-0 rounded-full bg-current forced-color-adjust-none ${listColorText[color]}`}
    />
  );
}
