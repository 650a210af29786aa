// Asked for once: a list of 100,000 tasks asks for the height of each row, and a query takes 30 µs.
const dense = matchMedia('(width >= 40rem) and (pointer: fine)');

/** The height of a row with one line of text, in pixels: `--spacing-row` of `tokens.css`. */
export function rowHeight(): number {
  const isCompact = document.documentElement.dataset['density'] === 'compact';
  if (dense.matches) return isCompact ? 30 : 38;
  return isCompact ? 38 : 44;
}
