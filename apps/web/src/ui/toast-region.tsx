import X from 'lucide-react/icons/x';
import { useEffect, useState } from 'react';
import { useStore } from '../lib/store.ts';
import { Button, IconButton } from './button.tsx';
import { isTyping } from './is-typing.ts';
import { revealForm } from './reveal-form.ts';
import { Sentence } from './sentence.tsx';
import type { Toast, Toasts } from './toasts.ts';

const readingTime = 8000;

/** Where the messages appear. It is there from the start: screen readers only notice what is added. */
export function ToastRegion({ toasts }: { toasts: Toasts }) {
  const toast = useStore(toasts.list, (all) => all.at(-1));
  const spoken = useStore(toasts.spoken, (text) => text);
  useUndoShortcut(toasts);
  return (
    <>
      <output className="sr-only">
        <Sentence text={spoken} />
      </output>
      <output aria-label="Messages" className="toast-region">
        {toast && <ToastCard key={toast.key} toast={toast} toasts={toasts} />}
      </output>
    </>
  );
}

function ToastCard({ toast, toasts }: { toast: Toast; toasts: Toasts }) {
  const { key, message, isError, stays } = toast;
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld || stays) return;
    const timer = setTimeout(() => toasts.dismiss(key), readingTime);
    return () => clearTimeout(timer);
  }, [isHeld, stays, toasts, key]);
  // It must not lie on the buttons of a form that somebody is filling in.
  useEffect(revealForm, []);
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
  toasts.say('Undone.');
}

// The messages are a long way from the row with the keyboard's focus.
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
