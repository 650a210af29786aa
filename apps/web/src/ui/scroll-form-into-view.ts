/**
 * Scrolls the form that has the focus into view. Its `scroll-margin` keeps it clear of the messages at
 * the bottom.
 */
export function scrollFormIntoView(): void {
  document.activeElement?.closest('form')?.scrollIntoView({ block: 'nearest' });
}
