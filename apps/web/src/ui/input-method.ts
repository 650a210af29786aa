/**
 * Keys that are pressed while an input method composes a character belong to it: Enter accepts its
 * suggestion, Escape discards it. Listeners below `target` do not receive them.
 */
export function ignoreKeysDuringComposition(target: EventTarget): void {
  const stop = (event: Event) => isForInputMethod(event) && event.stopImmediatePropagation();
  target.addEventListener('keydown', stop, { capture: true });
}

/** In Safari the composition has ended by then; only the key code 229 shows that it was the input method's. */
function isForInputMethod(event: Event): boolean {
  return event instanceof KeyboardEvent && (event.isComposing || event.keyCode === 229);
}
