// 100,000 completed tasks: how long clearCompleted and undo take, and how long other calls wait meanwhile.
import { setTimeout as sleep } from 'node:timers/promises';
import { operationLimits } from '@tydo/schemas/operation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../open-database.ts';
import {
  engines,
  execute,
  newPerson,
  openTemporaryDatabase,
  shortOrLong,
} from '../testing/databases.ts';
import { latest, refusal, rowsOf } from '../testing/history.ts';
import { insertDone } from '../testing/many-tasks.ts';

// On a busy machine the calls would exceed their 4 s.
const isLong = shortOrLong(false, true);

/** Until `stop`: the longest block of the event loop, and the longest read of another person. */
function watch(read: () => Promise<unknown>) {
  const longest = { loop: 0, read: 0 };
  const end = new AbortController();
  const repeat = async (key: keyof typeof longest, wait: () => Promise<unknown>, least = 0) => {
    while (!end.signal.aborted) {
      const begin = performance.now();
      await wait();
      longest[key] = Math.max(longest[key], performance.now() - begin - least);
    }
  };
  const watching = Promise.all([
    repeat('loop', () => sleep(5), 5),
    repeat('read', async () => {
      await read();
      await sleep(1);
    }),
  ]);
  return async () => {
    end.abort();
    await watching;
    return longest;
  };
}

describe.runIf(isLong).each(engines)('large operations on %s', (engine) => {
  test.each([
    ['short tasks', 'null'],
    ['long ones', engine === 'sqlite' ? "printf('%.1000c', 'x')" : "repeat('x', 1000)"],
  ])(
    'many done tasks, %s, are cleared in pieces, and each piece can be undone',
    async (name, description) => {
      await using temporary = await openTemporaryDatabase(engine);
      const [personId, other] = [newPerson(), newPerson()];
      const count = 100_000;
      await insertDone({ engine, url: temporary.url }, { personId, count, description });
      const me = temporary.db.unitOfWork(personId);
      const others = temporary.db.unitOfWork(other).tasks;
      const theirs = await others.create({ title: 'another person’s' });
      const figures: string[] = [];
      const times: { loop: number; read: number; took: number }[] = [];
      const timed = async <T>(what: string, call: () => Promise<T>): Promise<T> => {
        const stop = watch(() => others.get({ id: theirs.id }));
        const begin = performance.now();
        const answer = await call();
        const took = performance.now() - begin;
        const longest = await stop();
        times.push({ ...longest, took });
        figures.push(
          `${what} ${Math.round(took)} ms (loop ${Math.round(longest.loop)}, read ${Math.round(longest.read)})`,
        );
        return answer;
      };
      // 1,000 tasks, for comparison on this machine.
      const few = newPerson();
      await insertDone(
        { engine, url: temporary.url },
        { personId: few, count: 1_000, description },
      );
      const her = temporary.db.unitOfWork(few);
      await timed('clear 1,000', () => her.tasks.clearCompleted());
      const { id: hers } = await latest(her);
      await timed('undo 1,000', () => her.operations.undo({ id: hers }));
      const controls = times.splice(0);
      const worst = (of: typeof times, key: 'loop' | 'read' | 'took') =>
        Math.max(...of.map((one) => one[key]));
      let pieces = 0;
      for (let left = count; left > 0; pieces += 1) {
        const cleared = await timed('clear', () => me.tasks.clearCompleted());
        expect(cleared.left).toBe(left - cleared.deleted);
        expect(cleared.deleted).toBeGreaterThan(0);
        expect(cleared.deleted).toBeLessThanOrEqual(10_000);
        ({ left } = cleared);
      }
      let redo = '';
      for (let seq = pieces; seq > 0; seq -= 1) {
        const [clearing] = (await me.operations.since({ seq: seq - 1, limit: 1 })).items;
        const id = clearing?.id ?? '';
        const undone = await timed('undo', () => me.operations.undo({ id }));
        expect(Buffer.byteLength(JSON.stringify(undone))).toBeLessThan(16 * 2 ** 20);
        ({ id: redo } = undone.operation);
      }
      expect(await me.tasks.counts()).toEqual({ active: 0, completed: count });
      await timed('undo of the undo', () => me.operations.undo({ id: redo }));
      process.stdout.write(`${engine}, ${count} ${name}:\n  ${figures.join('\n  ')}\n`);
      // Ten times as many rows take ten times as long, but do not block other calls longer.
      expect(worst(times, 'took')).toBeLessThan(3_000 + 30 * worst(controls, 'took'));
      expect(worst(times, 'loop')).toBeLessThan(300 + 20 * worst(controls, 'loop'));
      expect(worst(times, 'read')).toBeLessThan(500 + 20 * worst(controls, 'read'));
    },
  );
});

describe.runIf(isLong).each(engines)('operations at the limits and beyond, on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  let db: Database;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
    ({ db } = temporary);
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  test('clearCompleted deletes the oldest, as many as fit into one operation, and can be undone', async () => {
    const personId = newPerson();
    await insertDone({ engine, url: temporary.url }, { personId, count: operationLimits.rows + 1 });
    const me = db.unitOfWork(personId);
    const [newest] = (await me.tasks.list({ limit: 1 })).items;
    const id = (newest?.id ?? 0) - operationLimits.rows;
    // Completed again, it is the newest.
    await me.tasks.update({ id, completed: false });
    await me.tasks.update({ id, completed: true });
    expect(await me.tasks.clearCompleted()).toEqual({ deleted: operationLimits.rows, left: 1 });
    expect((await me.tasks.list()).items).toMatchObject([{ id }]);
    const clearing = await latest(me);
    expect(clearing.changes.at(-1)).toEqual({
      noun: 'task',
      id: newest?.id,
      before: newest,
      after: null,
    });
    expect(await me.tasks.clearCompleted()).toEqual({ deleted: 1, left: 0 });
    const undone = await me.operations.undo({ id: clearing.id });
    const { operation } = undone;
    const tasks = rowsOf(undone);
    expect(tasks).toHaveLength(operationLimits.rows);
    expect((await me.tasks.list({ limit: 1 })).items).toEqual([
      { ...newest, updatedAt: tasks.at(-1)?.updatedAt },
    ]);
    expect((await me.tasks.list({ search: 'TASK 777', limit: 1 })).items).toHaveLength(1);
    await me.operations.undo({ id: operation.id });
    expect(await me.tasks.counts()).toEqual({ active: 0, completed: 0 });
  });

  test('clearCompleted of long tasks deletes as many as an undo can restore', async () => {
    const personId = newPerson();
    // A control character is six bytes of JSON.
    const description =
      engine === 'sqlite'
        ? "replace(printf('%.1000c', 'x'), 'x', char(1))"
        : 'repeat(chr(1), 1000)';
    const count = 1_500;
    await insertDone({ engine, url: temporary.url }, { personId, count, description });
    const me = db.unitOfWork(personId);
    const { deleted, left } = await me.tasks.clearCompleted();
    expect([deleted + left, left > 0]).toEqual([count, true]);
    const { id } = await latest(me);
    const answer = JSON.stringify(await me.operations.undo({ id }));
    expect(Buffer.byteLength(answer)).toBeLessThan(operationLimits.bytes / 2);
    expect(Buffer.byteLength(answer)).toBeGreaterThan(0.45 * operationLimits.bytes);
  });

  test('a larger operation of an older version is undone in parts, each of which can be undone', async () => {
    const personId = newPerson();
    const me = db.unitOfWork(personId);
    const { id } = await me.tasks.create({ title: 'x' });
    await me.tasks.delete({ id });
    const old = await latest(me);
    const [template] = old.changes;
    const count = operationLimits.rows + 500;
    const changes = Array.from({ length: count }, (_, nth) => {
      const taskId = 1_000_000 + nth;
      return { taskId, before: { ...template?.before, id: taskId, uid: `${taskId}` }, after: null };
    });
    await execute(
      temporary.url,
      `update operation set bytes = null, weight = ${count}, changes = '${JSON.stringify(changes)}'
       where id = '${old.id}'`,
    );
    const first = await me.operations.undo({ id: old.id });
    expect([rowsOf(first).length, first.left]).toEqual([operationLimits.rows, 500]);
    // One restored task changes, which does not block the rest of the undo.
    await me.tasks.update({ id: 1_000_000, title: 'y' });
    const second = await me.operations.undo({ id: old.id });
    expect([rowsOf(second).length, second.left]).toEqual([500, 0]);
    expect(await me.tasks.counts()).toEqual({ active: count, completed: 0 });
    expect(await refusal(me.operations.undo({ id: old.id }))).toMatchObject({
      code: 'CONFLICT',
      data: { blockedBy: { undoes: old.id } },
    });
    await me.operations.undo({ id: second.operation.id });
    expect(rowsOf(await me.operations.undo({ id: old.id }))).toHaveLength(500);
  });
});
