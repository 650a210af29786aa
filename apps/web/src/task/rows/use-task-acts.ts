// What can be done to one or several tasks from a menu, the bar of the selection, or by dragging: with a message.
import { taskLimits } from '@tydo/schemas/task';
import { useMemo } from 'react';
import { dateWords, dayInText } from '../../dates/date-words.ts';
import { movedToDay } from '../../dates/overdue.ts';
import type { DayClock } from '../../dates/use-day-clock.ts';
import { countOf } from '../../lib/count-of.ts';
import { quote } from '../../lib/quote.ts';
import { useSync } from '../../sync/use-sync.ts';
import type { Task } from '../../sync/use-view.ts';
import { type Toasts, useToasts } from '../../ui/toasts.ts';
import { undoButton } from '../../ui/undo-button.ts';
import { describeTick } from '../describe-tick.ts';
import type { Place } from './arrange.ts';
import { describePriority } from './priority.ts';
import { type TaskCommands, useTaskCommands } from './task-commands.ts';

export type TaskActs = ReturnType<typeof createTaskActs>;

export function useTaskActs(): TaskActs {
  const { replica } = useSync();
  const commands = useTaskCommands();
  const toasts = useToasts();
  return useMemo(
    () => createTaskActs({ commands, toasts, task: (uid) => replica.row('task', uid) }),
    [commands, toasts, replica],
  );
}

export type DateName = 'due' | 'start' | 'deadline';

const dateNames = { due: 'Due', start: 'Starts', deadline: 'Deadline' };
const noDate = { due: 'No due date', start: 'No start date', deadline: 'No deadline' };

interface Parts {
  commands: TaskCommands;
  toasts: Toasts;
  task: (uid: string) => Task | undefined;
}

export function createTaskActs({ commands, toasts, task }: Parts) {
  const rowsOf = (uids: readonly string[]) => uids.flatMap((uid) => task(uid) ?? []);
  const subjectOf = (uids: readonly string[]) => {
    const [first] = rowsOf(uids);
    return uids.length === 1 && first ? quote(first.title) : countOf(uids.length);
  };
  const tell = (message: string, undo: () => void) =>
    void toasts.show({ message, action: undoButton(toasts, undo) });
  function isTooMany(uids: readonly string[], labelId: string): boolean {
    const isFull = ({ labelIds }: Task) =>
      !labelIds.includes(labelId) && labelIds.length >= taskLimits.labels;
    const isOne = rowsOf(uids).some(isFull);
    const message = `A task has at most ${taskLimits.labels} labels.`;
    if (isOne) toasts.show({ message, isError: true });
    return isOne;
  }

  return {
    complete(uids: readonly string[], completed: boolean) {
      const subject = subjectOf(uids);
      const { undo, others } = commands.complete(uids, completed);
      tell(describeTick(subject, completed, others), undo);
    },
    setDate(uids: readonly string[], field: DateName, date: string | null, clock: DayClock) {
      const undo = commands.setDates(uids, { [field]: date });
      const words = date === null ? noDate[field] : `${dateNames[field]} ${dateWords(date, clock)}`;
      tell(`${words}: ${subjectOf(uids)}`, undo);
    },
    skip(skipped: Task, clock: DayClock) {
      const undo = commands.skip(skipped);
      const now = task(skipped.uid);
      // The server says why, where there is no later round.
      if (now?.due == null || now.occurrence === skipped.occurrence) return;
      tell(`Skipped ${quote(skipped.title)}. Next: ${dateWords(now.due, clock)}`, undo);
    },
    /** They are due on another day, each at the time that it has. */
    moveToDay(uids: readonly string[], day: string, clock: DayClock) {
      const dueOf = ({ due }: Task) => (due === null ? day : movedToDay(due, day, clock));
      const dues = Map.groupBy(rowsOf(uids), dueOf);
      const undo = commands.setDues(
        new Map([...dues].map(([due, rows]) => [due, rows.map(({ uid }) => uid)])),
      );
      tell(`Moved ${subjectOf(uids)} to ${dayInText(day, clock.today)}`, undo);
    },
    setPriority(uids: readonly string[], priority: number) {
      const undo = commands.setPriority(uids, priority);
      tell(`${describePriority(priority) ?? 'No priority'}: ${subjectOf(uids)}`, undo);
    },
    /** On where not all of them have it. */
    toggleLabel(uids: readonly string[], labelId: string) {
      const rows = rowsOf(uids);
      const isOn = !rows.every(({ labelIds }) => labelIds.includes(labelId));
      if (isOn && isTooMany(uids, labelId)) return;
      commands.setLabel(uids, labelId, isOn);
      toasts.announce(isOn ? 'Label added.' : 'Label removed.');
    },
    addLabel(uids: readonly string[], labelId: string, name: string) {
      if (isTooMany(uids, labelId)) return;
      tell(`Added ${quote(name)} to ${subjectOf(uids)}`, commands.setLabel(uids, labelId, true));
    },
    createLabel(uids: readonly string[], name: string) {
      commands.addNewLabel(uids, name);
      toasts.announce('Label created and added.');
    },
    moveTo(uids: readonly string[], place: Place, name: string) {
      const subject = subjectOf(uids);
      tell(`Moved ${subject} to ${quote(name)}`, commands.move({ ids: [...uids], place }));
    },
    remove(uids: readonly string[]) {
      const subject = subjectOf(uids);
      tell(`Deleted ${subject}`, commands.remove(uids));
    },
  };
}
