// What is done in a list by keys, menus and dragging.
import { quote } from '../../lib/quote.ts';
import { type Direction, type Move, stepOf } from './arrange.ts';
import { createCopies } from './copies.ts';
import { dayBeside } from './day-places.ts';
import { describeMove } from './describe-move.ts';
import type { DropTarget } from './drop-target.ts';
import type { MenuRequest } from './list-controls.ts';
import { createListFinder, type ListEnv } from './list-env.ts';
import { noSelection, rangeTo, type Selection, toggled } from './selection.ts';
import { createTaskCommands } from './task-commands.ts';
import { createTaskActs } from './use-task-acts.ts';

export type ListActs = ReturnType<typeof createListActs>;

export function createListActs(env: ListEnv) {
  const { now, sync, toasts, selection, setExpanded } = env;
  const find = createListFinder(env);
  const commands = createTaskCommands(sync);
  const acts = createTaskActs({ commands, toasts, task: (uid) => sync.replica.row('task', uid) });

  const copies = createCopies({ ...sync, toasts });

  function focusRow(uid: string, control?: string): void {
    const row = find.row(uid);
    const same = control === undefined ? null : row?.querySelector(`[data-control=${control}]`);
    const target = same ?? row?.querySelector('input');
    if (target instanceof HTMLElement) target.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  }
  /** Where an element moves in the document, the browser takes the focus from it. */
  function keepFocus(uid: string, control?: string): void {
    requestAnimationFrame(() => {
      const { activeElement, body } = document;
      const isHere = now().list.current?.contains(activeElement) ?? false;
      if (isHere || activeElement === body) focusRow(uid, control);
    });
  }
  function select(change: (before: Selection) => Selection): void {
    selection.set(change);
    const { size } = selection.get().uids;
    toasts.announce(size === 0 ? 'Nothing selected.' : `${size} selected.`);
  }
  function arrange(move: Move): void {
    const { parentUid } = move.place;
    if (parentUid != null) setExpanded(parentUid, true);
    commands.move(move);
    toasts.announce(describeMove(move, { task: find.title, section: find.section }));
  }

  function moveSection(id: string, place: { before: string } | { after: string }): void {
    sync.acts.act('section.move', { id, ...place });
    const beside = 'before' in place ? place.before : place.after;
    const where = 'before' in place ? 'above' : 'below';
    toasts.announce(`Moved ${where} ${quote(find.section(beside))}.`);
  }

  return {
    find,
    focusRow,
    setExpanded,
    /** Edits the text in the row, where that is possible. */
    edit: (uid: string) =>
      find.row(uid)?.querySelector<HTMLElement>('[data-control=edit]')?.click(),
    /** Opens a menu of the task, or of all selected ones. */
    openMenu(uid: string, kind: MenuRequest['kind']) {
      const row = find.row(uid);
      if (row) env.openMenu(uid, row, kind);
    },
    toggle: (uid: string) => select((before) => toggled(before, uid)),
    /** @param from where a range begins that has no beginning yet. */
    extend: (uid: string, from = uid) =>
      select((before) =>
        rangeTo(before.anchor === undefined ? toggled(before, from) : before, find.order(), uid),
      ),
    unselect: () => select(() => noSelection),
    isSelecting: () => selection.get().uids.size > 0,
    /** One step by a key. */
    step(uid: string, direction: Direction, control?: string): void {
      const clock = find.dayClock();
      if (clock) {
        const day = dayBeside(find.lines(), uid, direction);
        if (day === undefined) return toasts.announce('It can’t be moved further.');
        acts.moveToDay(find.uidsWith(uid), day, clock);
        return keepFocus(uid, control);
      }
      const arrangement = find.arrangement();
      if (!arrangement) return toasts.announce('Tasks can’t be moved in this list.');
      const move = stepOf(arrangement, new Set(find.uidsWith(uid)), direction);
      if (!move) return toasts.announce('It can’t be moved further.');
      if (move === 'too-deep') return toasts.announce('Tasks have at most five levels.');
      arrange(move);
      keepFocus(uid, control);
    },
    /** One step by a key. */
    stepSection(id: string, direction: 'up' | 'down'): void {
      const order = find.sections();
      const beside = order[order.indexOf(id) + (direction === 'up' ? -1 : 1)];
      if (beside === undefined) return toasts.announce('It can’t be moved further.');
      moveSection(id, direction === 'up' ? { before: beside } : { after: beside });
      keepFocus(id, 'section');
    },
    moveSection,
    /** Or opens it again. The message takes it back. */
    complete(uid: string): void {
      const line = find.line(uid);
      if (line) acts.complete(find.uidsWith(uid), !line.task.completed);
    },
    /** The task, or all selected ones, as text. */
    copy: (uid: string) => copies.copyText(find.uidsWith(uid), 'text'),
    remove(uid: string, control?: string): void {
      const uids = find.uidsWith(uid);
      const gone = new Set(uids);
      const next = find.neighbour(uid, 1, gone) ?? find.neighbour(uid, -1, gone);
      acts.remove(uids);
      if (next !== undefined) keepFocus(next, control);
    },
    drop(uids: readonly string[], target: DropTarget): void {
      if (target.kind === 'move') return arrange(target.move);
      const clock = find.dayClock();
      if (target.kind === 'day') return clock && acts.moveToDay(uids, target.day, clock);
      if (target.kind === 'today') {
        const clockNow = find.clock();
        return acts.moveToDay(uids, clockNow.today, clockNow);
      }
      if (target.kind === 'label') return acts.addLabel(uids, target.id, find.label(target.id));
      const place = { listId: target.id, sectionId: null, parentUid: null };
      return acts.moveTo(uids, place, find.list(target.id));
    },
  };
}
