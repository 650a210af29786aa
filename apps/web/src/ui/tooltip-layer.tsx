import { useEffect, useRef, useState } from 'react';
import { addAnchorName } from './add-anchor-name.ts';
import { Sentence } from './sentence.tsx';

/** How long the pointer rests on a control before its tooltip is shown, in milliseconds. */
const delayMs = 450;
const anchorName = '--tooltip';

interface Shown {
  control: HTMLElement;
  label: string;
  shortcut: string | undefined;
}

/**
 * The tooltip of the whole page: one element, however many controls have `tooltipProps`. Escape, a click and a
 * key close it; scrolling does, where the pointer has opened it: a focus may scroll its control into sight. On a
 * touch screen there is none.
 */
export default function TooltipLayer() {
  const [shown, setShown] = useState<Shown>();
  const tooltip = useRef<HTMLDivElement>(null);
  useEffect(() => watch(setShown), []);
  useEffect(() => {
    if (!shown) return;
    const release = addAnchorName(shown.control, anchorName);
    tooltip.current?.showPopover();
    return release;
  }, [shown]);
  if (!shown) return null;
  return (
    <div
      ref={tooltip}
      popover="manual"
      // The control has this text as its name.
      aria-hidden
      className="popover tooltip"
      style={{ positionAnchor: anchorName }}
    >
      <Sentence text={shown.label} />
      {shown.shortcut && <kbd>{shown.shortcut}</kbd>}
    </div>
  );
}

/** @returns what ends it. */
function watch(show: (next: Shown | undefined) => void): () => void {
  const listeners = new AbortController();
  const { signal } = listeners;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pointed: HTMLElement | undefined;
  let isByKeyboard = false;

  function hide() {
    clearTimeout(timer);
    isByKeyboard = false;
    show(undefined);
  }

  function showAfter(ms: number, control: HTMLElement | undefined) {
    hide();
    const label = control?.dataset['tooltip'];
    if (!control || label === undefined) return;
    const shortcut = control.dataset['shortcut'];
    timer = setTimeout(() => show({ control, label, shortcut }), ms);
  }

  document.addEventListener(
    'pointerover',
    ({ pointerType, target }) => {
      const control = pointerType === 'mouse' ? controlOf(target) : undefined;
      // Within the same control, one that a click has closed stays closed.
      if (control === pointed) return;
      pointed = control;
      // The page has moved below the pointer.
      if (control || !isByKeyboard) showAfter(delayMs, control);
    },
    { signal },
  );
  document.addEventListener(
    'focusin',
    ({ target }) => {
      if (!(target instanceof HTMLElement) || !target.matches(':focus-visible')) return;
      showAfter(0, controlOf(target));
      isByKeyboard = true;
    },
    { signal },
  );
  for (const type of ['focusout', 'keydown', 'pointerdown']) {
    document.addEventListener(type, hide, { signal, capture: true, passive: true });
  }
  const onScroll = () => isByKeyboard || hide();
  document.addEventListener('scroll', onScroll, { signal, capture: true, passive: true });
  return () => {
    hide();
    listeners.abort();
  };
}

function controlOf(target: EventTarget | null): HTMLElement | undefined {
  if (!(target instanceof Element)) return undefined;
  return target.closest<HTMLElement>('[data-tooltip]') ?? undefined;
}
