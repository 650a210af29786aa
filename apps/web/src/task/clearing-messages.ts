import type { Toasts } from '../ui/toasts.ts';
import type { Removal, Submitted, Undo } from './change.ts';
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

interface UndoableClearing {
  clearing: Clearing;
  undo: () => void;
}

/** Shows that `count` tasks are cleared, or the progress when that takes several calls. */
export function showClearing(
  toasts: Toasts,
  count: number,
  { clearing, undo }: UndoableClearing,
): void {
  const key = toasts.show({ message: `Cleared ${completedTasks(count)}`, undo });
  let hasProgress = false;
  clearing.progress.subscribe(() => {
    const { cleared = 0, left = 0 } = clearing.progress.get() ?? {};
    if (clearing.isStopped) return;
    if (left > 0) {
      hasProgress = true;
      const message = `Clearing… ${partOf(cleared, cleared + left)}`;
      toasts.replace(key, { message, undo, isSticky: true });
    } else if (hasProgress) {
      toasts.dismiss(key);
      toasts.show({ message: `Cleared ${completedTasks(cleared)}`, undo });
    }
  });
}

/** Shows that `of` failed after a part of it was done, and offers to undo that part. */
export function showClearingStopped(
  toasts: Toasts,
  of: Submitted<Extract<Removal, { kind: 'clear' }>>,
  clearing: Clearing,
  why: string,
  submit?: (undo: Undo) => void,
): void {
  const count = clearedBy(clearing);
  const message = `Only ${partOf(count, of.count)} completed tasks were cleared. ${why}`;
  // No `tasks`: the lists are refetched, so they contain the restored tasks by then.
  const undo = () => submit?.({ kind: 'undo', of: { ...of, count }, tasks: [] });
  toasts.show({ message, isError: true, ...(submit && { undo }) });
}
