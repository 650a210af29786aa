/**
 * Scrolls until all of the form that has the keyboard is in view. With a `scroll-margin` it keeps
 * clear of the messages at the bottom.
 */
export function revealForm(): void {
  document.activeElement?.closest('form')?.scrollIntoView({ block: 'nearest' });
}
