import { createContext, useContext } from 'react';
import { createStore, type Store } from '../lib/store.ts';

/** A button in a message, which closes it. */
export interface ToastAction {
  label: string;
  run: () => void;
  /** For `aria-keyshortcuts`. */
  keys: string;
}

export interface ToastContent {
  /** Texts that people wrote are isolated in it. */
  message: string;
  /** An error waits below a later message until that one is dismissed. */
  isError?: boolean;
  action?: ToastAction;
}

export type Toast = ToastContent & { key: number };

/** Short messages over the page, and announcements for screen readers only. */
export interface Toasts {
  /** The last one is on the screen; at most one waits below it. */
  list: Store<readonly Toast[]>;
  announcement: Store<string>;
  /** Shows a message and returns its key. */
  show(toast: ToastContent): number;
  dismiss(key: number): void;
  /** Announces to screen readers what the page shows anyway. */
  announce(text: string): void;
}

/** Creates the messages of one person's page. */
export function createToasts(): Toasts {
  let last = 0;
  const list = createStore<readonly Toast[]>([]);
  const announcement = createStore('');
  return {
    list,
    announcement,
    show(toast) {
      last += 1;
      const next = { ...toast, key: last };
      list.set((toasts) => {
        const error = toasts.find(({ isError }) => isError);
        return error && !next.isError ? [error, next] : [next];
      });
      return last;
    },
    dismiss: (key) => list.set((toasts) => toasts.filter((toast) => toast.key !== key)),
    // A text that is announced twice in a row must differ to be read again.
    announce: (text) => announcement.set((before) => (before === text ? `${text}\u00a0` : text)),
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
