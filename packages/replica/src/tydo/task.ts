// Tasks on a device. task-commands.ts has what is done to them.
import { isInPlace } from '@tydo/rules/task-tree';
import { TaskRead } from '@tydo/schemas/task';
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
  make(see, text) {
    const ofActiveList = list.make(see, '');
    const test = lateRules().testOfQuery(see, text);
    return { holds: (row) => ofActiveList.holds(row) && test(row) };
  },
};

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
  },
  conditions: { list, query },
  isAllowed(see, row) {
    const rows = { task: (uid: string) => see.row('task', uid) };
    const family = [row, ...see.where('task', 'parentUid', row.uid)];
    return family.every((one) => isInPlace(rows, one));
  },
  chunkOf: ({ id }) => (id ?? 0) >> 9,
};
