import { type RefObject, useEffect, useEffectEvent, useId, useState } from 'react';
import { indexAfterKey } from '../../ui/list-keys.ts';
import type { Known } from './reading.ts';
import { namesFor, tokenAt, withName } from './suggest.ts';

const labels = { '#': 'Lists', '/': 'Sections', '@': 'Labels' };

interface SuggestionsProps {
  field: RefObject<HTMLInputElement | null>;
  text: string;
  known: Known;
  setText: (text: string) => void;
}

/**
 * Lists, sections and labels below the field while their names are typed. Arrows move, Enter takes the one that
 * they moved to, Tab the first; without either, the text stays as it was typed.
 */
export function Suggestions({ field, text, known, setText }: SuggestionsProps) {
  const id = useId();
  const caret = useCaret(field);
  const [active, setActive] = useState(-1);
  /** Where a sign stands whose names the person does not want to see. */
  const [closed, setClosed] = useState<number>();
  const token = caret === undefined ? undefined : tokenAt(text, caret);
  const names = token && token.start !== closed ? namesFor(token, known) : [];
  const isOpen = names.length > 0;
  const at = Math.min(active, names.length - 1);

  function choose(index: number) {
    const name = names[index];
    if (!token || name === undefined) return;
    const next = withName(text, token, name);
    setActive(-1);
    setText(next.text);
    requestAnimationFrame(() => field.current?.setSelectionRange(next.caret, next.caret));
  }

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
    if (!isOpen || event.isComposing || altKey || ctrlKey || metaKey) return;
    const next = key.startsWith('Arrow') ? indexAfterKey(key, at, names.length) : undefined;
    if (next !== undefined) setActive(next);
    else if (key === 'Escape') setClosed(token?.start);
    else if (key === 'Enter' && at >= 0) choose(at);
    else if (key === 'Tab' && !shiftKey) choose(Math.max(at, 0));
    else return setActive(-1);
    event.preventDefault();
    event.stopPropagation();
  });
  // Before the field's own.
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    const input = field.current;
    input?.addEventListener('keydown', listener);
    return () => input?.removeEventListener('keydown', listener);
  }, [field]);

  useEffect(() => {
    const input = field.current;
    input?.setAttribute('role', 'combobox');
    input?.setAttribute('aria-autocomplete', 'list');
    input?.setAttribute('aria-expanded', String(isOpen));
    if (!isOpen) return;
    input?.setAttribute('aria-controls', id);
    return () => input?.removeAttribute('aria-controls');
  }, [field, id, isOpen]);
  useEffect(() => {
    const input = field.current;
    if (!isOpen || at < 0) return;
    input?.setAttribute('aria-activedescendant', `${id}-${at}`);
    return () => input?.removeAttribute('aria-activedescendant');
  }, [field, id, isOpen, at]);

  if (!isOpen || !token) return null;
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a <datalist> cannot complete a part of a text.
    <div id={id} role="listbox" aria-label={labels[token.sign]} className="quick-suggestions">
      {names.map((name, index) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the focus stays in the field.
        <div
          key={name}
          id={`${id}-${index}`}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- see above.
          role="option"
          aria-selected={index === at}
          data-active={index === at}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(index)}
          className="option"
        >
          <span dir="auto" className="min-w-0 grow truncate">
            {name}
          </span>
        </div>
      ))}
    </div>
  );
}

/** Where the caret is; undefined where text is marked, or the field has no focus. */
function useCaret(field: RefObject<HTMLInputElement | null>): number | undefined {
  const [caret, setCaret] = useState<number>();
  useEffect(() => {
    const input = field.current;
    if (!input) return;
    const ending = new AbortController();
    const follow = () => setCaret(caretIn(input));
    follow();
    // Not on the field: what renders it before React's own `onChange` would put the text from before into it,
    // and the last key would be lost.
    for (const type of ['input', 'keyup', 'click', 'focusin', 'focusout', 'select']) {
      document.addEventListener(type, follow, { signal: ending.signal });
    }
    return () => ending.abort();
  }, [field]);
  return caret;
}

function caretIn(input: HTMLInputElement): number | undefined {
  const { selectionStart, selectionEnd } = input;
  const isCaret = document.activeElement === input && selectionStart === selectionEnd;
  return isCaret ? (selectionStart ?? undefined) : undefined;
}
