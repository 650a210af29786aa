// The keys of a row that has the focus.
import type { KeyboardEvent } from 'react';
import { rowKeys } from '../../lib/row-keys.ts';
import { areSingleKeysOn } from '../../lib/single-keys.ts';
import { isTyping } from '../../ui/is-typing.ts';
import type { Direction } from './arrange.ts';
import type { ListActs } from './list-acts.ts';
import { sectionAt, uidAt } from './list-env.ts';

const directions: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowRight: 'in',
  ArrowLeft: 'out',
};

const menus = {
  [rowKeys.due]: 'due',
  [rowKeys.move]: 'move',
  [rowKeys.priority]: 'priority',
  [rowKeys.labels]: 'labels',
} as const;

/** In a row: which task, and which of its controls has the focus. */
interface Spot {
  uid: string;
  control: string | undefined;
}

function stop(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/** Not where the person has marked text on the page. */
const isCopy = ({ key, shiftKey, altKey }: KeyboardEvent): boolean =>
  key.toLowerCase() === 'c' && !shiftKey && !altKey && (getSelection()?.isCollapsed ?? true);

/** Handles `keydown` of the list. What it does not know is left to others. */
export function createKeyHandler(acts: ListActs) {
  return (event: KeyboardEvent): void => {
    const { target } = event;
    const uid = uidAt(target);
    const section = sectionAt(target);
    if (section !== undefined && moveSection(event, section)) return stop(event);
    if (uid === undefined || isTyping(target) || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey) {
      if (!isCopy(event)) return;
      acts.copy(uid);
      return stop(event);
    }
    if (event.key.length === 1 && !areSingleKeysOn()) return;
    const control = target instanceof HTMLElement ? target.dataset['control'] : undefined;
    const isDone = event.altKey
      ? move(event, { uid, control })
      : go(event, { uid, control }) || command(event.key, { uid, control });
    if (isDone) stop(event);
  };

  function moveSection({ key, altKey, ctrlKey, metaKey }: KeyboardEvent, id: string): boolean {
    const direction = directions[key];
    if (!altKey || ctrlKey || metaKey || (direction !== 'up' && direction !== 'down')) return false;
    acts.stepSection(id, direction);
    return true;
  }

  function move({ key }: KeyboardEvent, { uid, control }: Spot): boolean {
    const direction = directions[key];
    if (direction) acts.step(uid, direction, control);
    return direction !== undefined;
  }

  /** To the row above or below; with Shift it is selected, too. Into subtasks and out of them. */
  function go({ key, shiftKey }: KeyboardEvent, { uid, control }: Spot): boolean {
    const isUp = key === 'ArrowUp' || key === 'k';
    if (isUp || key === 'ArrowDown' || key === 'j') {
      const next = acts.find.neighbour(uid, isUp ? -1 : 1);
      if (next === undefined) return true;
      if (shiftKey) acts.extend(next, uid);
      acts.focusRow(next, control);
      return true;
    }
    const isIn = key === 'ArrowRight';
    if (!isIn && key !== 'ArrowLeft') return false;
    if (!acts.find.line(uid)?.hasSubtasks) return false;
    acts.setExpanded(uid, isIn);
    return true;
  }

  function command(key: string, { uid, control }: Spot): boolean {
    switch (key) {
      case rowKeys.select:
        acts.toggle(uid);
        return true;
      case rowKeys.edit:
        acts.edit(uid);
        return true;
      case rowKeys.due:
      case rowKeys.move:
      case rowKeys.priority:
      case rowKeys.labels:
        acts.openMenu(uid, menus[key]);
        return true;
      case rowKeys.remove:
        acts.remove(uid, control);
        return true;
      case 'Escape': {
        const isSelecting = acts.isSelecting();
        if (isSelecting) acts.unselect();
        return isSelecting;
      }
      default:
        return false;
    }
  }
}
