// Forms in code of their own, which is not part of the first load. They are typed into as soon as they open.
import {
  type ComponentType,
  createElement,
  lazy,
  type ReactNode,
  useLayoutEffect,
  useState,
  useTransition,
} from 'react';
import { preload } from '../lib/lazy-screen.ts';
import { isTyping } from './is-typing.ts';

/** What loads the forms whose code is not here yet. */
const missing = new Set<() => Promise<unknown>>();
let isPreloading = false;

/**
 * A form whose code is loaded by `preloadForms`, or when it is shown. Once its code is here, it is shown at once: a
 * phone opens its keyboard only for a focus that follows the touch.
 */
export function lateForm<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): (props: Props) => ReactNode {
  let here: ComponentType<Props> | undefined;
  async function loadOnce() {
    const module = await load();
    here = module.default;
    missing.delete(loadOnce);
    return module;
  }
  missing.add(loadOnce);
  // A form within a form.
  if (isPreloading) preload(loadOnce);
  const Lazy = lazy(loadOnce);
  return function LateForm(props) {
    // The same one as long as it is shown: it keeps what is typed.
    const [Form] = useState(() => here ?? Lazy);
    return createElement(Form, props);
  };
}

/** Loads the code of all forms when the browser has nothing else to do. */
export function preloadForms(): void {
  const load = () => {
    isPreloading = true;
    missing.forEach(preload);
  };
  if ('requestIdleCallback' in window) requestIdleCallback(load);
  // Safari.
  else setTimeout(load);
}

/**
 * Opens a form. While its code is not here the page stays as it is, with the focus on the button, and keys are no
 * shortcuts: the form gets what is typed. There must be no `Suspense` of its own around the form.
 */
export function useOpenForm(): (open: () => void) => void {
  const [isOpening, startTransition] = useTransition();
  useLayoutEffect(() => (isOpening ? holdKeys() : undefined), [isOpening]);
  return (open) => (missing.size === 0 ? open() : startTransition(open));
}

/** In place of a form whose code is not here, where it opens over the page: keys are not shortcuts. */
export function HoldKeys(): null {
  useLayoutEffect(holdKeys, []);
  return null;
}

/** What is typed meanwhile goes to the field that then has the focus. */
function holdKeys(): () => void {
  let typed = '';
  const hold = (event: KeyboardEvent) => {
    const { key } = event;
    const isCommand = event.ctrlKey || event.metaKey || event.altKey;
    const isLeaving = key === 'Escape' || key === 'Tab';
    if (isCommand || isLeaving || isTyping(event.target)) return;
    event.stopPropagation();
    if (key === 'Backspace') typed = typed.slice(0, -1);
    if (key.length > 1) return;
    // A blank would press the button.
    event.preventDefault();
    typed += key;
  };
  window.addEventListener('keydown', hold, true);
  return () => {
    window.removeEventListener('keydown', hold, true);
    // The form gets the focus later in this task, unless the person went elsewhere.
    if (typed !== '' && !isTyping(document.activeElement)) queueMicrotask(() => typeText(typed));
  };
}

function typeText(text: string): void {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
  if (field.selectionStart === null || field.selectionEnd === null) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, data: text }));
}
