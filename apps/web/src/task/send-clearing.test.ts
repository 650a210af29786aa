import { TRPCClientError } from '@trpc/client';
import { expect, test } from 'vitest';
import { clearedBy, createClearing } from './clearing.ts';
import { type Retry, sendClearing, undoClearing } from './send-clearing.ts';

const once: Retry = (call) => call();

function refusal(code: string) {
  return TRPCClientError.from({
    error: { code: -32000, message: '', data: { code, httpStatus: 400 } },
  });
}

/** A server whose operations hold two tasks. It carries out each operation id once. */
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

test('makes calls until no completed task is left, each with its own operation id', async () => {
  const { clear, operations } = serverWith(5);
  const clearing = createClearing();
  expect(await sendClearing(clear, clearing, once)).toEqual({ cleared: 5, left: 0 });
  expect([...operations.values()]).toEqual([2, 2, 1]);
});

test('repeats an unanswered call with the same operation id, and stops when it is to be undone', async () => {
  const { clear, operations } = serverWith(5);
  const clearing = createClearing();
  const losing: typeof clear = async (input) => {
    const response = await clear(input);
    if (operations.size === 2) throw new TypeError('fetch failed');
    return response;
  };
  await expect(sendClearing(losing, clearing, once)).rejects.toThrow('fetch failed');
  expect(clearedBy(clearing)).toBe(2);
  clearing.isStopped = true;
  expect(await sendClearing(clear, clearing, once)).toEqual({ cleared: 4, left: 1 });
  expect(operations.size).toBe(2);
});

test('undoes all calls, newest first, and skips one that was never carried out', async () => {
  const { clear, undo } = serverWith(6);
  const clearing = createClearing();
  await sendClearing(clear, clearing, once);
  const ids = clearing.calls.map(({ operationId }) => operationId);
  clearing.calls.push({ operationId: 'never made', undoId: 'x' });
  const undone: string[] = [];
  await undoClearing(
    (input) => {
      undone.push(input.id);
      return undo(input);
    },
    clearing,
    once,
  );
  expect(undone).toEqual(['never made', ...ids.toReversed()]);
  expect(clearing.calls).toEqual([]);
});

test('drops a last call that deleted nothing, so that it is not undone', async () => {
  const { clear, undo } = serverWith(4);
  const clearing = createClearing();
  const beside: typeof clear = async (input) => ({ ...(await clear(input)), left: 1 });
  expect(await sendClearing(beside, clearing, once)).toEqual({ cleared: 4, left: 1 });
  expect(await undoClearing(undo, clearing, once)).toEqual([]);
});

test('reports a call that can’t be undone, and still undoes the others', async () => {
  const { clear, undo, operations } = serverWith(6);
  const clearing = createClearing();
  await sendClearing(clear, clearing, once);
  const [, second] = clearing.calls;
  const conflict = refusal('CONFLICT');
  const blocked: typeof undo = (input) =>
    input.id === second?.operationId ? Promise.reject(conflict) : undo(input);
  await expect(undoClearing(blocked, clearing, once)).rejects.toBe(conflict);
  expect(clearing.calls).toEqual([second]);
  expect([...operations.keys()]).toEqual([second?.operationId]);
  await undoClearing(undo, clearing, once);
  expect(clearing.calls).toEqual([]);
});
