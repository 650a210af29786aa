import type { ToastAction, Toasts } from './toasts.ts';

/** The button that takes back what a message reports. */
export const undoButton = (toasts: Pick<Toasts, 'announce'>, undo: () => void): ToastAction => ({
  label: 'Undo',
  keys: 'Control+Z Meta+Z',
  run() {
    undo();
    toasts.announce('Undone.');
  },
});
