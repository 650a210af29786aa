// Says in a sentence what an operation did.
import type { PastOperation } from '@tydo/replica/disk';
import type { Change, Row } from '@tydo/replica/model';
import { contentOf } from '@tydo/rules/task';
import { countOf } from '../lib/count-of.ts';
import { quote } from '../lib/quote.ts';
import type { Task } from '../sync/use-view.ts';
import { describeNamed } from './describe-named.ts';

export type TaskChange = { before: Task | null; after: Task | null };

/** The changed tasks of an operation. */
export const taskChangesOf = ({ changes }: { changes: readonly Change[] }): TaskChange[] =>
  changes
    .filter(({ noun }) => noun === 'task')
    .map(({ before, after }) => ({ before: asTask(before), after: asTask(after) }));

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a row of this noun is what its read schema gives.
const asTask = (row: Row | null): Task | null => row as Task | null;

/**
 * "Completed “Milk”", "Deleted 3 tasks". Texts that people wrote are isolated in it.
 *
 * @param find an operation by its id, to tell a redo from an undo.
 */
export function describeOperation(
  operation: Pick<PastOperation, 'changes' | 'undoes'>,
  find: (id: string) => { undoes: string | null } | undefined = () => undefined,
): string {
  const { changes, undoes } = operation;
  if (undoes === null) return describeAll(changes);
  if (find(undoes)?.undoes != null) return `Redone: ${lowerFirst(describeAll(changes))}`;
  const undone = changes.map((change) => ({
    ...change,
    before: change.after,
    after: change.before,
  }));
  return `Undone: ${lowerFirst(describeAll(undone))}`;
}

function describeAll(changes: readonly Change[]): string {
  const tasks = taskChangesOf({ changes });
  return describeNamed(changes, tasks.length) ?? describeRound(tasks) ?? describeChanges(tasks);
}

/** A round of a recurring task that was done, which leaves a copy; or was skipped. */
function describeRound(changes: readonly TaskChange[]): string | undefined {
  const series = changes.find(({ before, after }) => isNextRound(before, after));
  const task = series?.before ?? series?.after;
  if (!series || !task) return undefined;
  const copy = changes.find(
    ({ before, after }) =>
      (before === null || after === null) && seriesOf({ before, after }) === task.uid,
  );
  // Several tasks were completed, some of them recurring.
  const areSeveral = changes.some(
    (one) => one !== series && one !== copy && one.after?.parentUid !== task.uid,
  );
  if (areSeveral) return undefined;
  return `${copy ? 'Completed a round of' : 'Skipped a round of'} ${quote(task.title)}`;
}

const seriesOf = ({ before, after }: TaskChange): string | null =>
  (after ?? before)?.seriesUid ?? null;

/** Counted from completion, the number in a rule goes down with each round. */
const withoutCount = ({ rule }: Task) => rule?.replace(/COUNT=\d+/, '');

/** Whether it stands for another round, by the same rule. */
const isNextRound = (before: Task | null, after: Task | null): boolean =>
  before?.occurrence != null &&
  after?.occurrence != null &&
  withoutCount(before) === withoutCount(after) &&
  before.ruleFrom === after.ruleFrom &&
  before.occurrence !== after.occurrence &&
  (before.ruleFrom === 'completion' || before.anchor === after.anchor);

function describeChanges(changes: readonly TaskChange[]): string {
  const [first] = changes;
  if (!first) return 'Changed nothing';
  if (changes.length === 1) return describeChange(first);
  if (changes.every(({ before }) => before === null)) return `Added ${countOf(changes.length)}`;
  if (changes.every(({ after }) => after === null)) {
    const areCompleted = changes.every(({ before }) => before?.completed);
    return areCompleted
      ? `Cleared ${countOf(changes.length, 'completed task')}`
      : `Deleted ${countOf(changes.length)}`;
  }
  const completed = changes.every(({ before, after }) => !before?.completed && after?.completed);
  if (completed) return `Completed ${countOf(changes.length)}`;
  return `${changes.every(isMove) ? 'Moved' : 'Changed'} ${countOf(changes.length)}`;
}

const places = ['listId', 'sectionId', 'parentUid', 'rank'] as const;

/** Whether the task is in another place, and has the same content. */
const isMove = ({ before, after }: TaskChange): boolean =>
  before !== null &&
  after !== null &&
  places.some((field) => before[field] !== after[field]) &&
  Object.keys(contentOf(after)).every((field) => isSameIn(before, after, field));

const isSameIn = (before: Row, after: Row, field: string): boolean =>
  JSON.stringify(before[field]) === JSON.stringify(after[field]);

function describeChange({ before, after }: TaskChange): string {
  if (!after) return `Deleted ${quote(before?.title ?? '')}`;
  if (!before) return `Added ${quote(after.title)}`;
  const isTicked = before.completed !== after.completed;
  const isRenamed = before.title !== after.title;
  const isDescribed = before.description !== after.description;
  if (isTicked && !isRenamed && !isDescribed) {
    return `${after.completed ? 'Completed' : 'Active again:'} ${quote(after.title)}`;
  }
  if (isRenamed) return `Renamed ${quote(before.title)} to ${quote(after.title)}`;
  if (isDescribed) return `Changed the description of ${quote(after.title)}`;
  if (isMove({ before, after })) return `Moved ${quote(after.title)}`;
  const isDated = ['due', 'start', 'deadline', 'rule', 'ruleFrom'].some(
    (name) => !isSameIn(before, after, name),
  );
  if (isDated) return `Changed the dates of ${quote(after.title)}`;
  if (before.priority !== after.priority) return `Changed the priority of ${quote(after.title)}`;
  if (!isSameIn(before, after, 'labelIds')) return `Changed the labels of ${quote(after.title)}`;
  return `Changed ${quote(after.title)}`;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
