import type { OperationUndone } from '@tydo/schemas/operation';
import type { TaskRead, TasksCleared } from '@tydo/schemas/task';
import { newUuid } from '@tydo/schemas/uuid';
import { readRefusal } from '../lib/refusal.ts';
import { type Clearing, type ClearingCall, type ClearingProgress, clearedBy } from './clearing.ts';

/** Repeats a call while it fails for a temporary reason. @throws the error of the last attempt */
export type Retry = <T>(call: () => Promise<T>) => Promise<T>;

/** Makes calls until no completed task is left. Called again, it continues where it stopped. */
export async function sendClearing(
  clear: (input: { operationId: string }) => Promise<TasksCleared>,
  clearing: Clearing,
  retry: Retry,
): Promise<ClearingProgress> {
  for (;;) {
    const call = nextCall(clearing);
    const { operationId } = call;
    const { deleted, left } = await retry(() => clear({ operationId }));
    call.deleted = deleted;
    // Another device has cleared the rest: the server made no operation, so there is nothing to undo.
    if (deleted === 0 && clearedBy(clearing) > 0) clearing.calls.pop();
    const now = { cleared: clearedBy(clearing), left };
    clearing.progress.set(() => now);
    if (left === 0 || deleted === 0 || clearing.isStopped) return now;
  }
}

/** The unanswered call, with the operation id that it has, or a new one. */
function nextCall({ calls }: Clearing): ClearingCall {
  const last = calls.at(-1);
  if (last && last.deleted === undefined) return last;
  const call = { operationId: newUuid(), undoId: newUuid() };
  calls.push(call);
  return call;
}

/**
 * Undoes all calls of a clearing, newest first, and returns their tasks. Called again, it continues with
 * those that failed. @throws the last error, after all were tried
 */
export async function undoClearing(
  undo: (input: { id: string; operationId: string }) => Promise<OperationUndone>,
  clearing: Clearing,
  retry: Retry,
): Promise<TaskRead[]> {
  const restored: TaskRead[] = [];
  let failure: { error: unknown } | undefined;
  for (const call of clearing.calls.toReversed()) {
    const { operationId: id, undoId: operationId, deleted } = call;
    try {
      restored.push(...tasksAfter(await retry(() => undo({ id, operationId }))));
    } catch (error) {
      const { code } = readRefusal(error);
      // These concern one call only; any other error would also occur for the next.
      if (code !== 'CONFLICT' && code !== 'NOT_FOUND') throw error;
      // NOT_FOUND for a call that was never confirmed: it was not carried out.
      const wasDone = code === 'CONFLICT' || deleted !== undefined;
      if (wasDone) failure = { error };
      if (wasDone) continue;
    }
    clearing.calls = clearing.calls.filter((other) => other !== call);
  }
  if (failure) throw failure.error;
  return restored;
}

/** The tasks that an undo has restored or changed, as they are now. */
export const tasksAfter = ({ operation }: OperationUndone): TaskRead[] =>
  operation.changes.flatMap(({ noun, after }) => (noun === 'task' && after ? [after] : []));
