import X from 'lucide-react/icons/x';
import { useEffect, useRef, useState } from 'react';
import { useStore } from '../lib/store.ts';
import { Button, IconButton } from './button.tsx';
import { scrollFormIntoView } from './scroll-form-into-view.ts';
import { Sentence } from './sentence.tsx';
import type { Toast, Toasts } from './toasts.ts';

const toastDurationMs = 8000;

/** Shows the messages. It is rendered from the start: screen readers only announce what is added to it. */
export function ToastRegion({ toasts }: { toasts: Toasts }) {
  const toast = useStore(toasts.list, (all) => all.at(-1));
  const announcement = useStore(toasts.announcement, (text) => text);
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
  const { key, message, isError, action } = toast;
  const [isPaused, setPaused] = useState(false);
  const card = useRef<HTMLSpanElement>(null);
  useEffect(() => leaveRoomFor(card.current), []);
  useEffect(() => {
    if (isPaused) return;
    const timer = setTimeout(() => toasts.dismiss(key), toastDurationMs);
    return () => clearTimeout(timer);
  }, [isPaused, toasts, key]);
  // The message must not cover the buttons of a form that is being filled in.
  useEffect(scrollFormIntoView, []);
  return (
    <span
      ref={card}
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
      {action && (
        <Button
          kind="plain"
          aria-keyshortcuts={action.keys}
          onClick={() => {
            toasts.dismiss(key);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label="Dismiss" onClick={() => toasts.dismiss(key)}>
        <X className="size-4" />
      </IconButton>
    </span>
  );
}

/** So that the last rows can be scrolled from below a message. @returns what ends it. */
function leaveRoomFor(card: HTMLElement | null): (() => void) | undefined {
  if (!card) return undefined;
  const { style } = document.documentElement;
  const observer = new ResizeObserver(() =>
    style.setProperty('--toast-height', `${card.offsetHeight}px`),
  );
  observer.observe(card);
  return () => {
    observer.disconnect();
    style.removeProperty('--toast-height');
  };
}
