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
 * Opens a form. While its code is not here the page stays as it is, with the focus on the button, and keys are not
 * shortcuts: they are meant for the form. There must be no `Suspense` of its own around the form.
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

function holdKeys(): () => void {
  const hold = (event: KeyboardEvent) => {
    const isCommand = event.ctrlKey || event.metaKey || event.altKey;
    const isLeaving = event.key === 'Escape' || event.key === 'Tab';
    if (!isCommand && !isLeaving && !isTyping(event.target)) event.stopPropagation();
  };
  window.addEventListener('keydown', hold, true);
  return () => window.removeEventListener('keydown', hold, true);
}
