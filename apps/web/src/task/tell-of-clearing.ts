import type { Toasts } from '../ui/toasts.ts';
import type { Asked, Removal, Undo } from './change.ts';
import { type Clearing, clearedBy } from './clearing.ts';

const number = new Intl.NumberFormat('en');

/** "1 completed task", "40,000 completed tasks". */
function completedTasks(count: number): string {
  return `${number.format(count)} completed ${count === 1 ? 'task' : 'tasks'}`;
}

/** "20,000 of 40,000". */
function partOf(part: number, whole: number): string {
  return `${number.format(part)} of ${number.format(whole)}`;
}

interface ClearingInMessages {
  clearing: Clearing;
  undo: () => void;
}

/** Says that `count` tasks are cleared, or, when that takes several calls, how far it has come. */
export function tellOfClearing(
  toasts: Toasts,
  count: number,
  { clearing, undo }: ClearingInMessages,
): void {
  const key = toasts.show({ message: `Cleared ${completedTasks(count)}`, undo });
  let wasLong = false;
  clearing.progress.subscribe(() => {
    const { cleared = 0, left = 0 } = clearing.progress.get() ?? {};
    if (clearing.isStopped) return;
    if (left > 0) {
      wasLong = true;
      const message = `Clearing… ${partOf(cleared, cleared + left)}`;
      toasts.replace(key, { message, undo, stays: true });
    } else if (wasLong) {
      toasts.dismiss(key);
      toasts.show({ message: `Cleared ${completedTasks(cleared)}`, undo });
    }
  });
}

/** Says that `of` was refused when some of it was done, and offers to take that back. */
export function tellOfStop(
  toasts: Toasts,
  of: Asked<Extract<Removal, { kind: 'clear' }>>,
  clearing: Clearing,
  why: string,
  ask?: (undo: Undo) => void,
): void {
  const count = clearedBy(clearing);
  const message = `Only ${partOf(count, of.count)} completed tasks were cleared. ${why}`;
  // The lists are asked for again: what comes back is in them by then.
  const undo = () => ask?.({ kind: 'undo', of: { ...of, count }, tasks: [] });
  toasts.show({ message, isError: true, ...(ask && { undo }) });
}
