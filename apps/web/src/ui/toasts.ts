import { createContext, useContext } from 'react';
import { createStore, type Store } from '../lib/store.ts';

interface ToastContent {
  message: string;
  action?: { label: string; run: () => void };
}

export type Toast = ToastContent & { key: number };

/** Short messages over the page, and words for screen readers alone. */
export interface Toasts {
  list: Store<readonly Toast[]>;
  spoken: Store<string>;
  show(toast: ToastContent): void;
  dismiss(key: number): void;
  /** Says something that those who see the page see anyway. */
  say(text: string): void;
}

const most = 3;

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
      const key = last;
      list.set((toasts) => [...toasts, { ...toast, key }].slice(-most));
    },
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
