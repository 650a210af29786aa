// What the handlers of a list work with, and what they find in it.

import { defaultSettings } from '@tydo/schemas/settings';
import type { RefObject } from 'react';
import { type DayClock, dayClock } from '../../dates/use-day-clock.ts';
import type { Store } from '../../lib/store.ts';
import type { Sync } from '../../sync/open.ts';
import type { Toasts } from '../../ui/toasts.ts';
import type { Arrangement } from './arrange.ts';
import { inboxName } from './inbox-name.ts';
import { levelsIn } from './levels.ts';
import { indexOfTask, isTaskLine, type Line, type TaskLine, uidsOf } from './lines.ts';
import type { DropMark, MenuRequest } from './list-controls.ts';
import { type Selection, uidsWith } from './selection.ts';

/** A list as it is shown now. */
export interface ShownList {
  list: RefObject<HTMLUListElement | null>;
  lines: readonly Line[];
  /** The list whose order the lines have; undefined where they are in another order. */
  order?: { listId: string | null; levelsAbove?: number } | undefined;
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
  const row = (uid: string): HTMLElement | undefined =>
    now().list.current?.querySelector<HTMLElement>(`[data-uid="${CSS.escape(uid)}"]`) ?? undefined;
  // Its row says where it is.
  const indexOf = (uid: string): number =>
    indexOfTask(now().lines, uid, Number(row(uid)?.dataset['index'] ?? 0));
  const lineAt = (index: number): TaskLine | undefined => {
    const line = now().lines[index];
    return isTaskLine(line) ? line : undefined;
  };
  return {
    order,
    row,
    line: (uid: string) => lineAt(indexOf(uid)),
    /** The next task below or above it that is none of `without`. */
    neighbour(uid: string, step: 1 | -1, without: ReadonlySet<string> = new Set()) {
      const { lines } = now();
      for (let at = indexOf(uid) + step; at >= 0 && at < lines.length; at += step) {
        const other = lineAt(at)?.task.uid;
        if (other !== undefined && !without.has(other)) return other;
      }
      return undefined;
    },
    lines: () => now().lines,
    dayClock: () => now().dayClock,
    /** The wall clock of the person. */
    clock: () => {
      const { zone } = replica.row('settings', 'settings') ?? defaultSettings;
      return dayClock(new Date().toISOString(), zone);
    },
    title: (uid: string): string => replica.row('task', uid)?.title ?? '',
    list: (id: string | null): string =>
      id === null ? inboxName : (replica.row('list', id)?.name ?? ''),
    label: (id: string): string => replica.row('label', id)?.name ?? '',
    /** The sections that have a heading here, in their order. */
    sections: (): string[] =>
      now().lines.flatMap((line) => (line.kind === 'heading' ? [line.section.id] : [])),
    section: (id: string): string => replica.row('section', id)?.name ?? '',
    /** Undefined where tasks cannot be moved in this list. */
    arrangement(): Arrangement | undefined {
      const { order: own, lines } = now();
      if (!own) return undefined;
      const { listId, levelsAbove = 0 } = own;
      return { lines, listId, levelsAbove, levelsOf: levelsIn(replica) };
    },
    uidsWith: (uid: string) => uidsWith(uid, order, selection.get()),
  };
}

export type ListFinder = ReturnType<typeof createListFinder>;

/** The task of the row that an event happened in. */
export function uidAt(target: EventTarget | null): string | undefined {
  if (!(target instanceof Element)) return undefined;
  return target.closest<HTMLElement>('.task-row[data-uid]')?.dataset['uid'];
}

/** The section whose heading an event happened in, but for the buttons behind its name. */
export function sectionAt(target: EventTarget | null): string | undefined {
  if (!(target instanceof Element)) return undefined;
  const button = target.closest('[data-control=section]');
  return button?.closest<HTMLElement>('[data-uid]')?.dataset['uid'];
}
