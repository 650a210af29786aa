const dense = '(width >= 40rem) and (pointer: fine)';

/** The height of a row with one line of text, in pixels: `--spacing-row` of `tokens.css`. */
export function rowHeight(): number {
  return matchMedia(dense).matches ? 38 : 44;
}
