import X from 'lucide-react/icons/x';
import { useEffect, useState } from 'react';
import { useStore } from '../lib/store.ts';
import { Button, IconButton } from './button.tsx';
import { isTyping } from './is-typing.ts';
import { scrollFormIntoView } from './scroll-form-into-view.ts';
import { Sentence } from './sentence.tsx';
import type { Toast, Toasts } from './toasts.ts';

const toastDurationMs = 8000;

/** Shows the messages. It is rendered from the start: screen readers only announce what is added to it. */
export function ToastRegion({ toasts }: { toasts: Toasts }) {
  const toast = useStore(toasts.list, (all) => all.at(-1));
  const announcement = useStore(toasts.announcement, (text) => text);
  useUndoShortcut(toasts);
  return (
    <>
      <output className="sr-only">
        <Sentence text={announcement} />
      </output>
      <output aria-label="Messages" className="toast-region">
        {toast && <ToastCard key={toast.key} toast={toast} toasts={toasts} />}
      </output>
    </>
  );
}

function ToastCard({ toast, toasts }: { toast: Toast; toasts: Toasts }) {
  const { key, message, isError, isSticky } = toast;
  const [isPaused, setPaused] = useState(false);
  useEffect(() => {
    if (isPaused || isSticky) return;
    const timer = setTimeout(() => toasts.dismiss(key), toastDurationMs);
    return () => clearTimeout(timer);
  }, [isPaused, isSticky, toasts, key]);
  // The message must not cover the buttons of a form that is being filled in.
  useEffect(scrollFormIntoView, []);
  return (
    <span
      className="toast"
      onMouseEnter={() => setPaused(true)}
      onMouseLeave={() => setPaused(false)}
      onFocus={() => setPaused(true)}
      onBlur={() => setPaused(false)}
    >
      <span className="grow py-2">
        {/* An error is shown in full, because the reason stands at its end. */}
        <span className={isError ? 'block text-sm' : 'line-clamp-2'}>
          <Sentence text={message} />
        </span>
      </span>
      {toast.undo && (
        <Button
          kind="plain"
          aria-keyshortcuts="Control+Z Meta+Z"
          onClick={() => undo(toasts, toast)}
        >
          Undo
        </Button>
      )}
      <IconButton label="Dismiss" onClick={() => toasts.dismiss(key)}>
        <X className="size-4" />
      </IconButton>
    </span>
  );
}

function undo(toasts: Toasts, toast: Toast): void {
  toasts.dismiss(toast.key);
  toast.undo?.();
  toasts.announce('Undone.');
}

// With the keyboard, the Undo button is far from the row that has the focus.
function useUndoShortcut(toasts: Toasts): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
      const last = toasts.list.get().at(-1);
      if (!last?.undo || isTyping(event.target)) return;
      event.preventDefault();
      undo(toasts, last);
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [toasts]);
}
