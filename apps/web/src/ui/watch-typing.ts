import { isTyping } from './is-typing.ts';

/**
 * Watches what is typed, until `signal` ends it.
 *
 * @returns whether the browser has something to undo at `target`. In an empty field it has not, unless it
 * was emptied by hand.
 */
export function watchTyping(signal: AbortSignal): (target: EventTarget | null) => boolean {
  const typedIn = new WeakSet<object>();
  function onInput({ target }: Event) {
    if (isField(target)) typedIn.add(target.form ?? target);
  }
  // What is in its fields then is not what was typed.
  function onSubmit({ target }: Event) {
    if (target) typedIn.delete(target);
  }
  document.addEventListener('input', onInput, { signal });
  document.addEventListener('submit', onSubmit, { signal });
  return (target) =>
    isTyping(target) &&
    isField(target) &&
    (target.value !== '' || typedIn.has(target.form ?? target));
}

const isField = (target: unknown): target is HTMLInputElement | HTMLTextAreaElement =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
