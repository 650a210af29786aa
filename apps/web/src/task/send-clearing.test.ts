import { TRPCClientError } from '@trpc/client';
import { expect, test } from 'vitest';
import { clearedBy, createClearing } from './clearing.ts';
import { type Insist, sendClear, sendUnclear } from './send-clearing.ts';

const once: Insist = (call) => call();

function refusal(code: string) {
  return TRPCClientError.from({
    error: { code: -32000, message: '', data: { code, httpStatus: 400 } },
  });
}

/** A server whose operations hold two tasks. What is done under a name is done once. */
function serverWith(count: number) {
  const operations = new Map<string, number>();
  let left = count;
  return {
    operations,
    clear: async ({ operationId }: { operationId: string }) => {
      const deleted = operations.get(operationId) ?? Math.min(2, left);
      if (!operations.has(operationId)) left -= deleted;
      if (deleted > 0) operations.set(operationId, deleted);
      return { deleted, left };
    },
    undo: async ({ id }: { id: string }) => {
      if (!operations.delete(id)) throw refusal('NOT_FOUND');
      const createdAt = new Date(0).toISOString();
      return { operation: { id, seq: 1, kind: '', undoes: null, createdAt, changes: [] } };
    },
  };
}

test('a clearing goes on until nothing is left, each piece under a name of its own', async () => {
  const { clear, operations } = serverWith(5);
  const clearing = createClearing();
  expect(await sendClear(clear, clearing, once)).toEqual({ cleared: 5, left: 0 });
  expect([...operations.values()]).toEqual([2, 2, 1]);
});

test('it goes on under the same name where no answer came, and stops when it is to be taken back', async () => {
  const { clear, operations } = serverWith(5);
  const clearing = createClearing();
  const losing: typeof clear = async (input) => {
    const answer = await clear(input);
    if (operations.size === 2) throw new TypeError('fetch failed');
    return answer;
  };
  await expect(sendClear(losing, clearing, once)).rejects.toThrow('fetch failed');
  expect(clearedBy(clearing)).toBe(2);
  clearing.isStopped = true;
  expect(await sendClear(clear, clearing, once)).toEqual({ cleared: 4, left: 1 });
  expect(operations.size).toBe(2);
});

test('all pieces are taken back, the newest first; one that was never made is passed over', async () => {
  const { clear, undo } = serverWith(6);
  const clearing = createClearing();
  await sendClear(clear, clearing, once);
  const names = clearing.pieces.map(({ operationId }) => operationId);
  clearing.pieces.push({ operationId: 'never made', undoId: 'x' });
  const asked: string[] = [];
  await sendUnclear(
    (input) => {
      asked.push(input.id);
      return undo(input);
    },
    clearing,
    once,
  );
  expect(asked).toEqual(['never made', ...names.toReversed()]);
  expect(clearing.pieces).toEqual([]);
});

test('a last piece for which others have left nothing is none: there is nothing to take back', async () => {
  const { clear, undo } = serverWith(4);
  const clearing = createClearing();
  const beside: typeof clear = async (input) => ({ ...(await clear(input)), left: 1 });
  expect(await sendClear(beside, clearing, once)).toEqual({ cleared: 4, left: 1 });
  expect(await sendUnclear(undo, clearing, once)).toEqual([]);
});

test('a piece that cannot be taken back is told, and does not keep the others', async () => {
  const { clear, undo, operations } = serverWith(6);
  const clearing = createClearing();
  await sendClear(clear, clearing, once);
  const [, second] = clearing.pieces;
  const conflict = refusal('CONFLICT');
  const blocked: typeof undo = (input) =>
    input.id === second?.operationId ? Promise.reject(conflict) : undo(input);
  await expect(sendUnclear(blocked, clearing, once)).rejects.toBe(conflict);
  expect(clearing.pieces).toEqual([second]);
  expect([...operations.keys()]).toEqual([second?.operationId]);
  await sendUnclear(undo, clearing, once);
  expect(clearing.pieces).toEqual([]);
});
