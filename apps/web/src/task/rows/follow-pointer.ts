// Tells dragging from clicking and scrolling, with a mouse, a pen or a finger.

/** How far a mouse moves until it drags, and how far a finger may tremble, in pixels. */
const mouseSlop = 5;
const touchSlop = 10;
/** How long a finger rests until what is under it is lifted; a finger that moves earlier scrolls. */
const longPressMs = 400;

/** What follows the pointer. */
export interface Drag {
  moveTo: (x: number, y: number) => void;
  drop: () => void;
  /** Also after `drop`, and where it was given up. */
  end: () => void;
}

export interface PointerActs {
  lift: () => void;
  begin: () => Drag;
  /** It was lifted, and let go at once. */
  letGo?: () => void;
  /** It was a drag, or lifted: the click that follows means nothing. */
  onEnd: () => void;
  /** What was lifted or dragged is so no more. */
  release: () => void;
}

/**
 * Follows the pointer from `pointerdown` until it is let go. A mouse drags once it moves. A finger that rests
 * lifts: it drags when it moves then.
 */
export function followPointer(down: PointerEvent, acts: PointerActs): void {
  const isTouch = down.pointerType === 'touch';
  const listeners = new AbortController();
  const { signal } = listeners;
  let state: 'pressed' | 'lifted' | 'dragging' = 'pressed';
  let drag: Drag | undefined;
  const timer = isTouch ? setTimeout(lift, longPressMs) : undefined;
  const distance = ({ clientX, clientY }: PointerEvent) =>
    Math.hypot(clientX - down.clientX, clientY - down.clientY);

  function lift(): void {
    state = 'lifted';
    acts.lift();
    if ('vibrate' in navigator) navigator.vibrate(10);
  }
  function begin(): void {
    state = 'dragging';
    drag = acts.begin();
  }
  function onMove(event: PointerEvent): void {
    if (event.pointerId !== down.pointerId) return;
    const far = distance(event);
    // It scrolls; or it was let go where the page does not hear it.
    if ((state === 'pressed' && isTouch && far > touchSlop) || event.buttons === 0) return end();
    const canBegin = state === 'lifted' || (state === 'pressed' && !isTouch);
    if (canBegin && far > mouseSlop) begin();
    drag?.moveTo(event.clientX, event.clientY);
  }
  function onUp(event: PointerEvent): void {
    if (event.pointerId !== down.pointerId) return;
    if (state !== 'pressed') acts.onEnd();
    if (state === 'lifted') acts.letGo?.();
    drag?.drop();
    end();
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || state === 'pressed') return;
    event.preventDefault();
    event.stopPropagation();
    acts.onEnd();
    end();
  }
  function end(): void {
    clearTimeout(timer);
    listeners.abort();
    drag?.end();
    if (state !== 'pressed') acts.release();
  }

  window.addEventListener('pointermove', onMove, { signal });
  window.addEventListener('pointerup', onUp, { signal });
  window.addEventListener('pointercancel', end, { signal });
  window.addEventListener('keydown', onKey, { signal, capture: true });
}
