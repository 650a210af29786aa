import { createContext, useContext } from 'react';
import { createStore, type Store } from '../lib/store.ts';

interface ToastContent {
  /** What people wrote is isolated in it. */
  message: string;
  /** What comes after an error waits beneath it, until it was read. */
  isError?: boolean;
  /** Takes back what the message tells of. */
  undo?: () => void;
  /** It is about something that goes on: it waits to be replaced. */
  stays?: boolean;
}

export type Toast = ToastContent & { key: number };

/** Short messages over the page, and words for screen readers alone. */
export interface Toasts {
  /** The last one is on the screen; at most one waits beneath it. */
  list: Store<readonly Toast[]>;
  spoken: Store<string>;
  /** Gives the key of the message. */
  show(toast: ToastContent): number;
  /** Puts another in the place of this message, if that is still there. */
  replace(key: number, toast: ToastContent): void;
  dismiss(key: number): void;
  /** Says something that those who see the page see anyway. */
  say(text: string): void;
}

/** Messages of their own, for one person. */
export function createToasts(): Toasts {
  let last = 0;
  const list = createStore<readonly Toast[]>([]);
  const spoken = createStore('');
  return {
    list,
    spoken,
    show(toast) {
      last += 1;
      const next = { ...toast, key: last };
      list.set((toasts) => {
        const error = toasts.find(({ isError }) => isError);
        return error && !next.isError ? [next, error] : [next];
      });
      return last;
    },
    replace: (key, next) =>
      list.set((toasts) => toasts.map((toast) => (toast.key === key ? { ...next, key } : toast))),
    dismiss: (key) => list.set((toasts) => toasts.filter((toast) => toast.key !== key)),
    // Said twice in a row, a text must differ to be heard again.
    say: (text) => spoken.set((before) => (before === text ? `${text}\u00a0` : text)),
  };
}

const ToastsContext = createContext<Toasts | undefined>(undefined);

export const ToastsProvider = ToastsContext.Provider;

/** The messages of the person who is signed in. */
export function useToasts(): Toasts {
  const toasts = useContext(ToastsContext);
  if (!toasts) throw new Error('useToasts needs a ToastsProvider above it.');
  return toasts;
}
