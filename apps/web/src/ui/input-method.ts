/**
 * Keys that are pressed while an input method composes a character belong to it: Enter takes what it
 * offers, Escape throws it away. No listener below `target` hears of them, so none has to ask.
 */
export function leaveKeysToInputMethod(target: EventTarget): void {
  const stop = (event: Event) => isForInputMethod(event) && event.stopImmediatePropagation();
  target.addEventListener('keydown', stop, { capture: true });
}

/** Safari has ended the composition by then, and says it by 229 alone: "processed by an input method". */
function isForInputMethod(event: Event): boolean {
  return event instanceof KeyboardEvent && (event.isComposing || event.keyCode === 229);
}
