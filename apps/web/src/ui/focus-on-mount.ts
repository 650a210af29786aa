/** A ref that focuses its element when it appears. */
export function focusOnMount(element: HTMLElement | null): void {
  element?.focus();
}

/** The same, where the page must not scroll to it. */
export function focusInPlaceOnMount(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}
