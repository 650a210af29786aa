// Writes that fail, and the look-up of an earlier result.
import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { taskWith } from '@tydo/rules/testing/task';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createInternals } from '../internals.ts';
import { connectionTo } from '../open-database.ts';
import { createOrm } from '../orm.ts';
import { ownedFork } from '../owner-filter.ts';
import type { WriteScope } from '../scope.ts';
import { completedSubtrees } from '../task/completed-subtrees.ts';
import { Task, taskNoun } from '../task/task.entity.ts';
import { engines, newPerson, newTasks, openTemporaryDatabase } from '../testing/databases.ts';
import { watchStatements } from '../testing/watch-statements.ts';
import { createWrite } from './transaction.ts';

const task = { title: 'x', description: null, createdAt: new Date(), updatedAt: new Date() };

describe.each(engines)('a write on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  let writers: Awaited<ReturnType<typeof writersOn>>;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
    writers = await writersOn(temporary.url);
  });
  afterAll(async () => {
    await writers[Symbol.asyncDispose]();
    await temporary[Symbol.asyncDispose]();
  });

  test('that does not flush is in the journal all the same', async () => {
    const write = writers.newWriter();
    await write.as(async ({ em, personId }) => void em.create(Task, { ...task, userId: personId }));
    const { operations } = temporary.db.unitOfWork(write.personId);
    expect((await operations.since({ seq: 0 })).items).toHaveLength(1);
  });

  test('that changes a task twice records one change', async () => {
    const write = writers.newWriter();
    await write.as(async ({ em, personId }) => {
      const made = em.create(Task, { ...task, userId: personId });
      const gone = em.create(Task, { ...task, userId: personId });
      await em.flush();
      made.change({ title: 'changed after the flush' }, new Date().toISOString());
      em.remove(gone);
    });
    const { operations, tasks } = temporary.db.unitOfWork(write.personId);
    const { items } = await tasks.list();
    expect((await operations.since({ seq: 0 })).items).toMatchObject([
      { changes: [{ before: null, after: items[0] }] },
    ]);
  });

  test('fails for a task not loaded by `load`, and records one loaded twice with its first state', async () => {
    const write = writers.newWriter();
    const { tasks, operations } = temporary.db.unitOfWork(write.personId);
    const before = await tasks.create({ title: 'as it was' });
    const past = write.as(async ({ em }) => {
      const [found] = await (em as SqlEntityManager).find(Task, {});
      found?.change({ title: 'changed without load' }, new Date().toISOString());
    });
    await expect(past).rejects.toThrow('would not be in the journal');
    await write.as(async ({ load }) => {
      const ids = [before.id];
      for (const title of ['once', 'twice']) {
        for (const found of await load(taskNoun, ids))
          found.change({ title }, new Date().toISOString());
      }
    });
    const { items } = await operations.list({ limit: 1 });
    expect(items).toMatchObject([{ changes: [{ before, after: { title: 'twice' } }] }]);
  });

  test('that exceeds the limits of an operation is refused before it changes anything', async () => {
    const write = writers.newWriter();
    const rows = Array.from({ length: 10_001 }, (_, id) => taskWith({ id, completed: true }));
    const watch = watchStatements();
    for (const verb of ['remove', 'restore'] as const) {
      await expect(write.as((scope) => scope.rows(taskNoun)[verb](rows))).rejects.toMatchObject({
        code: 'BAD_REQUEST',
        message: expect.stringContaining('Do it in several calls'),
        data: { zodError: { formErrors: [expect.stringContaining('10,000')] } },
      });
    }
    watch[Symbol.dispose]();
    expect(watch.sent.filter((sql) => /delete|insert/.test(sql))).toEqual([]);
  });

  test('that deletes what fits leaves what an undo could not restore in time', async () => {
    const write = writers.newWriter();
    const { tasks } = temporary.db.unitOfWork(write.personId);
    const { items } = await tasks.createMany({ tasks: newTasks(3) });
    // Longer than tasks can be: an undo restores at most 8 MiB.
    const long = items.map((item) => ({ ...item, description: 'x'.repeat(3 * 2 ** 20) }));
    await write.as(async ({ lockOwner, rows }) => {
      await lockOwner();
      const groups = long.map((one) => [one]);
      expect(await rows(taskNoun).removeWhatFits(groups)).toEqual({ removed: 2, isFull: true });
    });
    expect((await tasks.list()).items).toEqual(items.slice(2));
  });

  test('finds the completed subtrees, the oldest first, whatever their number', async () => {
    const write = writers.newWriter();
    const { tasks } = temporary.db.unitOfWork(write.personId);
    const { items } = await tasks.createMany({ tasks: newTasks(4) });
    const [a = 0, , c = 0, d = 0] = items.map(({ id }) => id);
    for (const id of [c, a, d]) await tasks.update({ id, completed: true });
    await write.as(async (scope) => {
      for (const pageSize of [1, 2, 9]) {
        const found = await completedSubtrees(scope, undefined, pageSize);
        expect(found).toEqual({ subtrees: [[[c], [a], [d]]], total: 3 });
      }
    });
  });

  test('reports the failed look-up of an earlier result, not its own unique violation', async () => {
    const { tasks } = temporary.db.unitOfWork(newPerson());
    const { id } = await tasks.create({ title: 'x' });
    const operationId = randomUUID();
    await tasks.delete({ id, operationId });
    const watch = watchStatements();
    await tasks.delete({ id, operationId });
    const asked = watch.sent.findIndex((sql) => sql.includes('from "receipt"'));
    watch[Symbol.dispose]();
    const failing = watchStatements((nth) =>
      nth === asked + 1 ? (_sql, send) => send('select * from nowhere') : undefined,
    );
    const again = await tasks.delete({ id, operationId }).catch((error: unknown) => error);
    failing[Symbol.dispose]();
    expect(Object(again).code).not.toBe('NOT_FOUND');
    expect(await tasks.delete({ id, operationId })).toEqual({ id });
  });

  test.runIf(engine === 'postgresql')(
    'whose COMMIT is lost, and all connections after it, says that its outcome is unknown',
    async () => {
      const { tasks } = temporary.db.unitOfWork(newPerson());
      const create = { title: 'x', operationId: randomUUID() };
      let isLost = false;
      const watch = watchStatements(() => (sql, send, client) => {
        isLost ||= sql === 'commit';
        if (isLost) Object(client).connection.stream.destroy();
        return send(sql);
      });
      const lost = await tasks.create(create).catch((error: unknown) => error);
      watch[Symbol.dispose]();
      expect(lost).toMatchObject({ code: 'SERVICE_UNAVAILABLE', data: { outcome: 'unknown' } });
      const made = await tasks.create(create);
      expect((await tasks.list()).items).toEqual([made]);
    },
  );
});

/** Runs writes of new people, as verbs do. */
async function writersOn(url: string) {
  const connection = await connectionTo({ url: url, poolSize: 1, maxOverflow: 0 });
  const orm = await createOrm(connection);
  await orm.connect();
  const internals = createInternals(orm, connection);
  return {
    newWriter() {
      const personId = newPerson();
      const fork = () => ownedFork(orm.em, personId);
      return {
        personId,
        as: (work: (scope: WriteScope) => Promise<void>) =>
          createWrite({ ...internals, fork }, personId)('test', {}, work),
      };
    },
    [Symbol.asyncDispose]: () => orm.close(true),
  };
}
