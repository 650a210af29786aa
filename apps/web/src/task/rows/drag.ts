// Dragging rows with a mouse, a pen or a finger. Loaded when the pointer comes near a list.
import { autoScroll } from './auto-scroll.ts';
import { createDragImage } from './drag-image.ts';
import { type DropTarget, listTargetAt, sidebarTargetAt } from './drop-target.ts';
import { indentRem } from './indent.ts';
import type { ListActs } from './list-acts.ts';
import type { ListEnv } from './list-env.ts';

/** How far a mouse moves until it drags, and how far a finger may tremble, in pixels. */
const mouseSlop = 5;
const touchSlop = 10;
/** How long a finger rests until the row is lifted; a finger that moves earlier scrolls. */
const longPressMs = 400;

export interface DragInput {
  uid: string;
  env: ListEnv;
  acts: ListActs;
  /** It was a drag, or selected a row: the click that follows means nothing. */
  onEnd: () => void;
}

/**
 * Follows the pointer from `pointerdown` until it is let go. A mouse drags once it moves. A finger that rests
 * lifts the row: it drags when it moves then, and selects the row when it is let go at once.
 */
export function trackPointer(down: PointerEvent, { uid, env, acts, onEnd }: DragInput): void {
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
    env.setDraggedUid(uid);
    acts.find.row(uid)?.setAttribute('data-lifted', 'true');
    if ('vibrate' in navigator) navigator.vibrate(10);
  }
  function begin(): void {
    state = 'dragging';
    env.setDraggedUid(uid);
    drag = startDrag(down, uid, env, acts);
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
    if (state !== 'pressed') onEnd();
    if (state === 'lifted') acts.toggle(uid);
    const target = drag?.target();
    end();
    if (target) acts.drop(acts.find.uidsWith(uid), target);
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || state === 'pressed') return;
    event.preventDefault();
    event.stopPropagation();
    onEnd();
    end();
  }
  function end(): void {
    clearTimeout(timer);
    listeners.abort();
    drag?.end();
    acts.find.row(uid)?.removeAttribute('data-lifted');
    if (state !== 'pressed') env.setDraggedUid(undefined);
  }

  window.addEventListener('pointermove', onMove, { signal });
  window.addEventListener('pointerup', onUp, { signal });
  window.addEventListener('pointercancel', end, { signal });
  window.addEventListener('keydown', onKey, { signal, capture: true });
}

interface Drag {
  moveTo: (x: number, y: number) => void;
  target: () => DropTarget | undefined;
  end: () => void;
}

function startDrag(down: PointerEvent, uid: string, env: ListEnv, acts: ListActs): Drag {
  const { find } = acts;
  const list = env.now().list.current;
  const indent = indentRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const image = createDragImage(find.title(uid), find.uidsWith(uid).length);
  let target: DropTarget | undefined;
  let at = { x: down.clientX, y: down.clientY };

  function show(next: DropTarget | undefined): void {
    if (target && 'element' in target) target.element.removeAttribute('data-drop');
    target = next;
    if (target && 'element' in target) target.element.setAttribute('data-drop', 'true');
    env.mark.set(() => (target && 'mark' in target ? target.mark : undefined));
  }
  function update(): void {
    const levels = Math.round((at.x - down.clientX) / indent);
    const inList = list ? listTargetAt(list, find, uid, { y: at.y, levels }) : undefined;
    show(sidebarTargetAt(at.x, at.y) ?? inList);
  }
  const scroll = autoScroll(list, update);
  find.row(uid)?.setAttribute('data-lifted', 'true');
  return {
    moveTo(x, y) {
      at = { x, y };
      image.moveTo(x, y);
      scroll.at(y);
      update();
    },
    target: () => target,
    end() {
      scroll.stop();
      image.remove();
      show(undefined);
    },
  };
}
