/** Whether a key that was pressed at `target` is a letter of a text, not a command. */
export function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox';
  return target instanceof HTMLTextAreaElement;
}
