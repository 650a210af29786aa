import X from 'lucide-react/icons/x';
import { useEffect, useState } from 'react';
import { useStore } from '../lib/store.ts';
import { Button, IconButton } from './button.tsx';
import { isTyping } from './is-typing.ts';
import { revealForm } from './reveal-form.ts';
import type { Toast, Toasts } from './toasts.ts';

const readingTime = 8000;

/** Where the messages appear. It is there from the start: screen readers only notice what is added. */
export function ToastRegion({ toasts }: { toasts: Toasts }) {
  const toast = useStore(toasts.list, (all) => all.at(-1));
  const spoken = useStore(toasts.spoken, (text) => text);
  useActionShortcut(toasts);
  return (
    <>
      <output className="sr-only">{spoken}</output>
      <output aria-label="Messages" className="toast-region">
        {toast && (
          <ToastCard key={toast.key} toast={toast} dismiss={() => toasts.dismiss(toast.key)} />
        )}
      </output>
    </>
  );
}

function ToastCard({ toast, dismiss }: { toast: Toast; dismiss: () => void }) {
  const [isHeld, setHeld] = useState(false);
  const [close] = useState(() => dismiss);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(close, readingTime);
    return () => clearTimeout(timer);
  }, [isHeld, close]);
  // It must not lie on the buttons of a form that somebody is filling in.
  useEffect(revealForm, []);
  const { message, isError, action } = toast;
  return (
    <span
      className="toast"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="grow py-2">
        {/* The reason of an error stands at its end, so that one is shown whole. */}
        <span className={isError ? 'block text-sm' : 'line-clamp-2'}>{message}</span>
      </span>
      {action && (
        <Button
          kind="plain"
          aria-keyshortcuts="Control+Z Meta+Z"
          onClick={() => {
            close();
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label="Dismiss" onClick={close}>
        <X className="size-4" />
      </IconButton>
    </span>
  );
}

// The messages are a long way from the row with the keyboard's focus.
function useActionShortcut(toasts: Toasts): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
      const last = toasts.list.get().at(-1);
      if (!last?.action || isTyping(event.target)) return;
      event.preventDefault();
      toasts.dismiss(last.key);
      last.action.run();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [toasts]);
}
