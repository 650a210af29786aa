// What a pasted list means: each line is read as if it was typed.
import { TaskCreate } from '@tydo/schemas/task';
import type { NewTask } from '../use-task-actions.ts';
import { chipsOf } from './chips.ts';
import { type PastedLine, pastedLines } from './pasted-lines.ts';
import { type Context, readText } from './reading.ts';
import { toTask } from './to-task.ts';

/** The tasks to create of a list, and the labels to make with them. */
export interface PastedList {
  tasks: NewTask[];
  newLabels: { id: string; name: string }[];
  /** What the chips of a line would say. */
  chipsAt: (index: number) => string[];
}

/** What a text with several lines means; undefined for one line, and where a line cannot be a title. */
export function readPasted(
  text: string,
  ...reading: Tail<Parameters<typeof readLines>>
): PastedList | undefined {
  const lines = pastedLines(text);
  const list = lines && readLines(lines, ...reading);
  const isTitle = ({ title }: NewTask) => TaskCreate.safeParse({ title }).success;
  return list?.tasks.every(isTitle) ? list : undefined;
}

type Tail<All extends unknown[]> = All extends [unknown, ...infer Rest] ? Rest : never;

/** @param target where the tasks go, and what they have, where a line does not say. */
export function readLines(
  lines: readonly PastedLine[],
  target: Omit<NewTask, 'title'>,
  context: Context,
  newId: () => string,
): PastedList {
  const newLabels: PastedList['newLabels'] = [];
  const readings = lines.map(({ text }) => {
    const marks = { text, ignored: [], others: new Set<string>() };
    return { marks, reading: readText(marks, context) };
  });
  /** The last one of each level. */
  const latest: string[] = [];
  const tasks = readings.map(({ reading }, index) => {
    // A label that several lines have is made once.
    const labels = [...context.known.labels, ...newLabels];
    const made = toTask(reading, target, { ...context.known, labels }, newId);
    newLabels.push(...made.newLabels);
    const depth = lines[index]?.depth ?? 0;
    const parentUid = latest[depth - 1];
    const uid = newId();
    latest[depth] = uid;
    return parentUid === undefined ? { ...made.task, uid } : subtask(made.task, uid, parentUid);
  });
  return {
    tasks,
    newLabels,
    chipsAt(index) {
      const read = readings[index];
      return read ? chipsOf(read.reading, read.marks, context).map(({ text }) => text) : [];
    },
  };
}

/** It is in the list of its parent. */
const subtask = (
  { listId: _list, sectionId: _section, ...task }: NewTask,
  uid: string,
  parentUid: string,
): NewTask => ({ ...task, uid, parentUid });
