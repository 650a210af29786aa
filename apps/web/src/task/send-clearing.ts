import type { OperationUndone } from '@tydo/schemas/operation';
import type { TaskRead, TasksCleared } from '@tydo/schemas/task';
import { newUuid } from '@tydo/schemas/uuid';
import { readRefusal } from '../lib/refusal.ts';
import { type Clearing, type ClearingProgress, clearedBy, type Piece } from './clearing.ts';

/** Asks until it is answered, or not refused for a reason that passes. @throws what it was refused with */
export type Insist = <T>(call: () => Promise<T>) => Promise<T>;

/** Clears until nothing is left. Asked for again, it goes on where it was. */
export async function sendClear(
  clear: (input: { operationId: string }) => Promise<TasksCleared>,
  clearing: Clearing,
  insist: Insist,
): Promise<ClearingProgress> {
  for (;;) {
    const piece = nextPiece(clearing);
    const { operationId } = piece;
    const { deleted, left } = await insist(() => clear({ operationId }));
    piece.deleted = deleted;
    // Somebody else has cleared what was left: no operation was made that could be taken back.
    if (deleted === 0 && clearedBy(clearing) > 0) clearing.pieces.pop();
    const now = { cleared: clearedBy(clearing), left };
    clearing.progress.set(() => now);
    if (left === 0 || deleted === 0 || clearing.isStopped) return now;
  }
}

/** The one that was not answered yet, under the name that it has, or a new one. */
function nextPiece({ pieces }: Clearing): Piece {
  const last = pieces.at(-1);
  if (last && last.deleted === undefined) return last;
  const piece = { operationId: newUuid(), undoId: newUuid() };
  pieces.push(piece);
  return piece;
}

/**
 * Takes all pieces back, the newest first, and gives their tasks. Asked for again, it goes on with those
 * that were refused. @throws the last refusal, when all were asked for
 */
export async function sendUnclear(
  undo: (input: { id: string; operationId: string }) => Promise<OperationUndone>,
  clearing: Clearing,
  insist: Insist,
): Promise<TaskRead[]> {
  const back: TaskRead[] = [];
  let refusal: { error: unknown } | undefined;
  for (const piece of clearing.pieces.toReversed()) {
    const { operationId: id, undoId: operationId, deleted } = piece;
    try {
      back.push(...tasksLeftBy(await insist(() => undo({ id, operationId }))));
    } catch (error) {
      const { code } = readRefusal(error);
      // It stands in nobody else's way; anything else would be the same for the next.
      if (code !== 'CONFLICT' && code !== 'NOT_FOUND') throw error;
      // No answer said that it was done, and it was not.
      const wasDone = code === 'CONFLICT' || deleted !== undefined;
      if (wasDone) refusal = { error };
      if (wasDone) continue;
    }
    clearing.pieces = clearing.pieces.filter((other) => other !== piece);
  }
  if (refusal) throw refusal.error;
  return back;
}

/** The tasks that an undo has brought back or changed, as they are now. */
export const tasksLeftBy = ({ operation }: OperationUndone): TaskRead[] =>
  operation.changes.flatMap(({ noun, after }) => (noun === 'task' && after ? [after] : []));
