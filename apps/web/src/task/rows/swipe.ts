// A finger that moves a row to the side: to the right completes the task, to the left chooses its due date.

/** In pixels: how far a finger moves until it is a swipe, and until letting go does what the row shows. */
const slop = 14;
const farEnough = 72;

export interface SwipeActs {
  complete: () => void;
  chooseDate: () => void;
  /** The click that follows means nothing. */
  onEnd: () => void;
}

/** Follows a finger from `pointerdown` on. One that moves up or down scrolls, one that rests lifts the row. */
export function trackSwipe(down: PointerEvent, row: HTMLElement, acts: SwipeActs): void {
  const listeners = new AbortController();
  const { signal } = listeners;
  let isSwiping = false;

  function onMove({ pointerId, clientX, clientY }: PointerEvent): void {
    if (pointerId !== down.pointerId) return;
    const x = clientX - down.clientX;
    const y = clientY - down.clientY;
    if (!isSwiping && row.dataset['lifted'] !== undefined) return end();
    if (!isSwiping && Math.abs(y) > slop) return end();
    if (!isSwiping && Math.abs(x) > slop && Math.abs(x) > 2 * Math.abs(y)) isSwiping = true;
    if (!isSwiping) return;
    row.dataset['swipe'] = x > 0 ? 'complete' : 'date';
    row.toggleAttribute('data-ready', Math.abs(x) >= farEnough);
    row.style.setProperty('--swipe', `${x}px`);
  }
  function onUp({ pointerId, clientX }: PointerEvent): void {
    if (pointerId !== down.pointerId) return;
    const x = clientX - down.clientX;
    const isFar = isSwiping && Math.abs(x) >= farEnough;
    if (isSwiping) acts.onEnd();
    end();
    if (isFar && x > 0) acts.complete();
    else if (isFar) acts.chooseDate();
  }
  function end(): void {
    listeners.abort();
    row.removeAttribute('data-swipe');
    row.removeAttribute('data-ready');
    row.style.removeProperty('--swipe');
  }
  window.addEventListener('pointermove', onMove, { signal });
  window.addEventListener('pointerup', onUp, { signal });
  window.addEventListener('pointercancel', end, { signal });
}
