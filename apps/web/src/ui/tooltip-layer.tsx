import { useEffect, useRef, useState } from 'react';
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
 * The tooltip of the whole page: one element, however many controls have `tooltipProps`. Escape, a click, a
 * key and scrolling close it. On a touch screen there is none.
 */
export function TooltipLayer() {
  const [shown, setShown] = useState<Shown>();
  const tooltip = useRef<HTMLDivElement>(null);
  useEffect(() => watch(setShown), []);
  useEffect(() => {
    if (!shown) return;
    const { style } = shown.control;
    const before = style.getPropertyValue('anchor-name');
    style.setProperty('anchor-name', before ? `${before}, ${anchorName}` : anchorName);
    tooltip.current?.showPopover();
    return () => style.setProperty('anchor-name', before);
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
  let current: HTMLElement | undefined;

  function hide() {
    clearTimeout(timer);
    if (!current) return;
    current = undefined;
    show(undefined);
  }

  function showAfter(ms: number, control: HTMLElement | undefined) {
    if (control === current) return;
    hide();
    const label = control?.dataset['tooltip'];
    if (!control || label === undefined) return;
    current = control;
    const shortcut = control.dataset['shortcut'];
    timer = setTimeout(() => show({ control, label, shortcut }), ms);
  }

  document.addEventListener(
    'pointerover',
    (event) => event.pointerType === 'mouse' && showAfter(delayMs, controlOf(event.target)),
    { signal },
  );
  document.addEventListener(
    'focusin',
    ({ target }) => {
      const isByKeyboard = target instanceof HTMLElement && target.matches(':focus-visible');
      if (isByKeyboard) showAfter(0, controlOf(target));
    },
    { signal },
  );
  for (const type of ['focusout', 'keydown', 'pointerdown', 'scroll']) {
    document.addEventListener(type, hide, { signal, capture: true, passive: true });
  }
  return () => {
    hide();
    listeners.abort();
  };
}

function controlOf(target: EventTarget | null): HTMLElement | undefined {
  if (!(target instanceof Element)) return undefined;
  return target.closest<HTMLElement>('[data-tooltip]') ?? undefined;
}
