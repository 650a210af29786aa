/** A ref for what somebody has just asked for: it gets the keyboard as soon as it is there. */
export function focusOnArrival(element: HTMLElement | null): void {
  element?.focus();
}
