// Tasks on a device. task-commands.ts has what is done to them.
import { dayOf } from '@tydo/rules/date';
import { orderDay } from '@tydo/rules/day-views';
import { isWholeSchedule } from '@tydo/rules/schedule';
import { isInPlace } from '@tydo/rules/task-tree';
import { TaskRead } from '@tydo/schemas/task';
import type { Order } from '../model.ts';
import { clockOf, dateConditions, nextChangeOf, withKnownZones } from './date-conditions.ts';
import { lateRules } from './late-rules.ts';
import { byBytes, type TaskRow, type TydoCondition, type TydoNoun } from './rows.ts';

export type { TaskRow } from './rows.ts';

/** Newest first; those without an integer are newer than all that have one, in the order of this device. */
const newestFirst = (one: TaskRow, other: TaskRow): number =>
  (other.id ?? Infinity) - (one.id ?? Infinity) ||
  byBytes(other.pendingOrder ?? '', one.pendingOrder ?? '') ||
  byBytes(other.rank, one.rank) ||
  byBytes(other.uid, one.uid);

/** Of a list that is not archived. */
const list: TydoCondition<'task'> = {
  reads: { list: ['archivedAt'] },
  make(see) {
    const archived = see.all('list').filter((row) => row.archivedAt !== null);
    const ids = new Set(archived.map((row) => row.id));
    return { holds: ({ listId }) => listId === null || !ids.has(listId) };
  },
};

/** Found by the query of a filter. */
const query: TydoCondition<'task'> = {
  reads: {
    list: ['archivedAt', 'name'],
    section: ['name'],
    label: ['name'],
    settings: ['zone', 'weekStart'],
  },
  isLate: true,
  make(see, text, now) {
    const ofActiveList = list.make(see, '', now);
    const clock = clockOf(see, now);
    const test = lateRules().testOfQuery(see, text, clock);
    return {
      holds: (row) => ofActiveList.holds(row) && test(withKnownZones(row)),
      // Days of a query change at midnight for tasks without dates, too.
      changesAt: (row) => Math.min(clock.midnight, nextChangeOf(row, clock)),
    };
  },
};

/** By day, those of one day in the order in which they were made. */
function byDay(dayOfRow: (row: TaskRow) => string): Order<TaskRow> {
  const days = new WeakMap<TaskRow, string>();
  const keptDay = (row: TaskRow): string => {
    const day = days.get(row) ?? dayOfRow(row);
    days.set(row, day);
    return day;
  };
  return {
    compare: (one, other) => byBytes(keptDay(one), keptDay(other)) || newestFirst(other, one),
  };
}

export const task: TydoNoun<'task'> = {
  fields: Object.keys(TaskRead.shape),
  keyOf: ({ uid }) => uid,
  references: { listId: 'list', sectionId: 'section', parentUid: 'task', labelIds: 'label' },
  texts: ({ title, description }) => [title, description],
  compare: newestFirst,
  orders: {
    rank: {
      compare: (one, other) => byBytes(one.rank, other.rank) || newestFirst(other, one),
    },
    completedAt: {
      compare: (one, other) =>
        byBytes(other.completedAt ?? '', one.completedAt ?? '') || newestFirst(one, other),
    },
    day: byDay(orderDay),
    startDay: byDay(({ start }) => dayOf(start ?? '')),
  },
  conditions: { list, query, ...dateConditions },
  needsLate: ({ rule }) => rule !== null,
  isAllowed(see, row) {
    const rows = {
      task: (uid: string) => see.row('task', uid),
      section: (id: string) => see.row('section', id),
    };
    const family = [row, ...see.where('task', 'parentUid', row.uid)];
    return isWholeSchedule(row) && family.every((one) => isInPlace(rows, one));
  },
  chunkOf: ({ id }) => (id ?? 0) >> 9,
};
