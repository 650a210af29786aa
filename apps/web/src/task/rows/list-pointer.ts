// Clicks, the context menu and dragging in a list.
import type { DragEvent, MouseEvent, PointerEvent } from 'react';
import { isTyping } from '../../ui/is-typing.ts';
import type { DragInput } from './drag.ts';
import type { ListActs } from './list-acts.ts';
import { type ListEnv, sectionAt, uidAt } from './list-env.ts';
import { trackSwipe } from './swipe.ts';

const loadDrag = () => import('./drag.ts');

/** Buttons, fields and checkboxes keep their own clicks. */
const isControl = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, input, textarea, label, form') !== null;

const isByTouch = ({ nativeEvent }: MouseEvent): boolean =>
  nativeEvent instanceof globalThis.PointerEvent && nativeEvent.pointerType === 'touch';

/** @returns whether the pointer that is down now was let go since. */
function isLetGo(): () => boolean {
  const down = new AbortController();
  const { signal } = down;
  const letGo = () => down.abort();
  for (const type of ['pointerup', 'pointercancel']) {
    window.addEventListener(type, letGo, { signal, capture: true });
  }
  return () => signal.aborted;
}

async function drag(down: globalThis.PointerEvent, input: DragInput): Promise<void> {
  const isUp = isLetGo();
  const { trackPointer } = await loadDrag();
  // A click was faster than the code.
  if (!isUp()) trackPointer(down, input);
}

function stop(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/**
 * Once no button of the mouse is pressed: some systems ask for the menu when one goes down, and its release
 * would close the menu again.
 */
function onRelease({ buttons }: MouseEvent, act: () => void): void {
  if (buttons === 0) return act();
  window.addEventListener('pointerup', () => setTimeout(act), { once: true });
}

/** What happens with the pointer in the list: spread it on the list. */
export function createPointerHandlers(env: ListEnv, acts: ListActs) {
  /** A drag ends with a click, which opens nothing. */
  let hasDragged = false;
  // A drag does not wait for it.
  loadDrag().catch(() => undefined);

  return {
    onPointerDown(event: PointerEvent): void {
      const task = isControl(event.target) ? undefined : uidAt(event.target);
      const uid = task ?? sectionAt(event.target);
      hasDragged = false;
      if (uid === undefined || event.button !== 0) return;
      if (event.shiftKey || event.ctrlKey || event.metaKey) return;
      const onEnd = () => {
        hasDragged = true;
      };
      const { nativeEvent } = event;
      const row = acts.find.row(uid);
      const line = acts.find.line(uid);
      if (event.pointerType === 'touch' && row && line) {
        trackSwipe(nativeEvent, row, {
          complete: () => acts.complete(uid),
          chooseDate: () => acts.openMenu(uid, 'due'),
          onEnd,
        });
      }
      void drag(nativeEvent, { uid, env, acts, onEnd });
    },
    /** The browser's own dragging of links. */
    onDragStart: (event: DragEvent): void => event.preventDefault(),
    onClickCapture(event: MouseEvent): void {
      const uid = uidAt(event.target);
      if (hasDragged && sectionAt(event.target) !== undefined) {
        hasDragged = false;
        return stop(event);
      }
      if (uid === undefined || isControl(event.target)) return;
      const isToggling = event.ctrlKey || event.metaKey || (isByTouch(event) && acts.isSelecting());
      if (hasDragged) hasDragged = false;
      else if (event.shiftKey) acts.extend(uid);
      else if (isToggling) acts.toggle(uid);
      else return;
      stop(event);
    },
    onContextMenu(event: MouseEvent): void {
      const uid = uidAt(event.target);
      // A long touch lifts.
      if (isByTouch(event) && sectionAt(event.target) !== undefined) event.preventDefault();
      if (uid === undefined || isTyping(event.target)) return;
      event.preventDefault();
      // A long touch selects.
      if (isByTouch(event)) return;
      const { clientX: x, clientY: y } = event;
      // By a key, it has no place of its own.
      const more = acts.find.row(uid)?.querySelector<HTMLElement>('[data-control=more]');
      const at = x === 0 && y === 0 && more ? more : { x, y };
      onRelease(event, () => env.openMenu(uid, at));
    },
  };
}
