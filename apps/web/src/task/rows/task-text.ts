// Tasks as text, for other programs.
import { dayOf } from '@tydo/rules/date';
import type { Task } from '../../sync/use-view.ts';
import { tasksUnder } from './lines.ts';

interface TextLine {
  task: Task;
  depth: number;
}

export type TextForm = 'text' | 'Markdown';

/**
 * The chosen tasks with all that is under them, each once. Pasted into Tydo, it becomes the same tree.
 *
 * @param all of the lists of the chosen ones, in their order
 */
export function textOfTasks(chosen: readonly Task[], all: readonly Task[], form: TextForm): string {
  const render = form === 'text' ? plainLine : markdownLine;
  return treeOf(chosen, all).map(render).join('\n');
}

function treeOf(chosen: readonly Task[], all: readonly Task[]): TextLine[] {
  const known = new Set<string>();
  const lines: TextLine[] = [];
  function add(task: Task, depth: number): void {
    if (known.has(task.uid)) return;
    known.add(task.uid);
    lines.push({ task, depth });
    for (const child of all) if (child.parentUid === task.uid) add(child, depth + 1);
  }
  const below = new Set(chosen.flatMap(({ uid }) => tasksUnder(uid, all)));
  for (const task of chosen) if (!below.has(task)) add(task, 0);
  return lines;
}

const plainLine = ({ task, depth }: TextLine): string => '  '.repeat(depth) + task.title;

function markdownLine({ task, depth }: TextLine): string {
  const { title, completed, due, description } = task;
  const indent = '  '.repeat(depth);
  const date = due === null ? '' : ` (due ${dayOf(due)})`;
  const notes = (description ?? '').split('\n').filter((line) => line.trim() !== '');
  return [
    `${indent}- [${completed ? 'x' : ' '}] ${escaped(title)}${date}`,
    ...notes.map((line) => `${indent}  ${escaped(line)}`),
  ].join('\n');
}

/** Signs that would be read as Markdown. */
const escaped = (text: string): string => text.replaceAll(/[\\`*_[\]<>]/g, '\\$&');
