// What the handlers of a list work with, and what they find in it.
import type { RefObject } from 'react';
import type { DayClock } from '../../dates/use-day-clock.ts';
import type { Store } from '../../lib/store.ts';
import type { Sync } from '../../sync/open.ts';
import type { Toasts } from '../../ui/toasts.ts';
import type { Arrangement } from './arrange.ts';
import { inboxName } from './inbox-name.ts';
import { levelsIn } from './levels.ts';
import { isListLine, type Line, type TaskLine, uidsOf } from './lines.ts';
import type { DropMark, MenuRequest } from './list-controls.ts';
import { type Selection, uidsWith } from './selection.ts';

/** A list as it is shown now. */
export interface ShownList {
  list: RefObject<HTMLUListElement | null>;
  lines: readonly Line[];
  /** The list whose order the lines have; undefined where they are in another order. */
  order?: { listId: string | null } | undefined;
  /** The clock of a list by days, where tasks can be moved from day to day. */
  dayClock?: DayClock | undefined;
}

export interface ListEnv {
  now: () => ShownList;
  sync: Pick<Sync, 'replica' | 'acts'>;
  toasts: Toasts;
  selection: Store<Selection>;
  mark: Store<DropMark | undefined>;
  setExpanded: (uid: string, isExpanded: boolean) => void;
  openMenu: (uid: string, at: MenuRequest['at'], kind?: MenuRequest['kind']) => void;
  setDraggedUid: (uid: string | undefined) => void;
}

/** Finds what there is in the list now. */
export function createListFinder({ now, sync: { replica }, selection }: ListEnv) {
  const order = () => uidsOf(now().lines);
  return {
    order,
    lines: () => now().lines,
    dayClock: () => now().dayClock,
    row: (uid: string): HTMLElement | undefined =>
      now().list.current?.querySelector<HTMLElement>(`[data-uid="${CSS.escape(uid)}"]`) ??
      undefined,
    line: (uid: string): TaskLine | undefined =>
      now()
        .lines.filter((line) => line.kind === 'task')
        .find(({ task }) => task.uid === uid),
    title: (uid: string): string => replica.row('task', uid)?.title ?? '',
    list: (id: string | null): string =>
      id === null ? inboxName : (replica.row('list', id)?.name ?? ''),
    label: (id: string): string => replica.row('label', id)?.name ?? '',
    section: (id: string): string => replica.row('section', id)?.name ?? '',
    /** Undefined where tasks cannot be moved in this list. */
    arrangement(): Arrangement | undefined {
      const { order: own, lines } = now();
      if (!own) return undefined;
      return { lines: lines.filter(isListLine), listId: own.listId, levelsOf: levelsIn(replica) };
    },
    uidsWith: (uid: string) => uidsWith(uid, order(), selection.get()),
  };
}

export type ListFinder = ReturnType<typeof createListFinder>;

/** The task of the row that an event happened in. */
export function uidAt(target: EventTarget | null): string | undefined {
  if (!(target instanceof Element)) return undefined;
  return target.closest<HTMLElement>('.task-row[data-uid]')?.dataset['uid'];
}
