// Dragging rows and the headings of sections. Loaded when the list is there.
import { autoScroll } from './auto-scroll.ts';
import { createDragImage } from './drag-image.ts';
import { type DropTarget, listTargetAt, sidebarTargetAt } from './drop-target.ts';
import { type Drag, followPointer } from './follow-pointer.ts';
import { indentRem } from './indent.ts';
import type { ListActs } from './list-acts.ts';
import type { ListEnv } from './list-env.ts';
import { type SectionTarget, sectionTargetAt } from './section-target.ts';

export interface DragInput {
  /** The `uid` of a task, or the `id` of a section. */
  uid: string;
  env: ListEnv;
  acts: ListActs;
  /** It was a drag, or selected a row: the click that follows means nothing. */
  onEnd: () => void;
}

/** Follows the pointer from `pointerdown` on. A finger that lifts a task and is let go at once selects it. */
export function trackPointer(down: PointerEvent, input: DragInput): void {
  const { uid, env, acts, onEnd } = input;
  const isTask = acts.find.line(uid) !== undefined;
  const hold = () => {
    env.setDraggedUid(uid);
    acts.find.row(uid)?.setAttribute('data-lifted', 'true');
  };
  followPointer(down, {
    lift: hold,
    begin() {
      hold();
      return isTask ? dragTasks(down, input) : dragSection(down, input);
    },
    ...(isTask && { letGo: () => acts.toggle(uid) }),
    onEnd,
    release() {
      acts.find.row(uid)?.removeAttribute('data-lifted');
      env.setDraggedUid(undefined);
    },
  });
}

function dragTasks(down: PointerEvent, { uid, env, acts }: DragInput): Drag {
  const { find } = acts;
  const list = env.now().list.current;
  const indent = indentRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  let target: DropTarget | undefined;

  function show(next: DropTarget | undefined): void {
    if (target && 'element' in target) target.element.removeAttribute('data-drop');
    target = next;
    if (target && 'element' in target) target.element.setAttribute('data-drop', 'true');
    env.mark.set(() => (target && 'mark' in target ? target.mark : undefined));
  }
  return startDrag(down, list, {
    image: createDragImage(find.title(uid), find.uidsWith(uid).length),
    update({ x, y }) {
      const levels = Math.round((x - down.clientX) / indent);
      const inList = list ? listTargetAt(list, find, uid, { y, levels }) : undefined;
      show(sidebarTargetAt(x, y) ?? inList);
    },
    drop: () => target && acts.drop(find.uidsWith(uid), target),
    hide: () => show(undefined),
  });
}

function dragSection(down: PointerEvent, { uid, env, acts }: DragInput): Drag {
  const { list, lines } = env.now();
  let target: SectionTarget | undefined;
  const show = (next: SectionTarget | undefined): void => {
    target = next;
    env.mark.set(() => target?.mark);
  };
  return startDrag(down, list.current, {
    image: createDragImage(acts.find.section(uid), 1),
    update: ({ y }) =>
      show(list.current ? sectionTargetAt(list.current, lines, uid, y) : undefined),
    drop: () => target && acts.moveSection(uid, target.place),
    hide: () => show(undefined),
  });
}

interface DragParts {
  image: ReturnType<typeof createDragImage>;
  /** Shows where it would go. */
  update: (at: { x: number; y: number }) => void;
  drop: () => void;
  hide: () => void;
}

function startDrag(down: PointerEvent, list: HTMLElement | null, parts: DragParts): Drag {
  let at = { x: down.clientX, y: down.clientY };
  const scroll = autoScroll(list, () => parts.update(at));
  return {
    moveTo(x, y) {
      at = { x, y };
      parts.image.moveTo(x, y);
      scroll.at(y);
      parts.update(at);
    },
    drop: parts.drop,
    end() {
      scroll.stop();
      parts.image.remove();
      parts.hide();
    },
  };
}
