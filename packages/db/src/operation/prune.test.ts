// Deletion of old operations.
import { randomUUID } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../errors.ts';
import { openDatabase } from '../open-database.ts';
import { engines, execute, newPerson, openTemporaryDatabase } from '../testing/databases.ts';
import { all, latest, listed, refusal } from '../testing/history.ts';
import { watchStatements } from '../testing/watch-statements.ts';

describe.each(engines)('pruning on %s', (engine) => {
  test('old operations are deleted, and a client that needs them is told to start over', async () => {
    await using own = await openTemporaryDatabase(engine);
    const me = own.db.unitOfWork(newPerson());
    const id = randomUUID();
    for (const title of ['a', 'b', 'c'])
      await me.tasks.create({ title, operationId: id.replace(/.$/, title) });
    await me.tasks.clearCompleted({ operationId: randomUUID() });
    const [, b, c] = await all(me);
    const old = engine === 'sqlite' ? '0' : "'2000-01-01T00:00:00Z'";
    await execute(own.url, `update operation set created_at = ${old} where id = '${b?.id}'`);
    // By its time the first is newer, but keeping it would leave a gap.
    expect(await own.db.pruneJournal(new Date('2001-01-01'))).toBe(2);
    expect(await own.db.pruneJournal(new Date('2001-01-01'))).toBe(0);
    expect(await me.operations.since({ seq: 2 })).toEqual({ items: [c], seq: 3 });
    for (const seq of [0, 1]) {
      expect(await refusal(me.operations.since({ seq }))).toMatchObject({ code: 'CONFLICT' });
    }
    expect(await me.operations.list()).toEqual({ items: [c], nextCursor: null });
    expect(
      (await me.operations.list({ noun: 'task', id: Number(b?.changes[0]?.id) })).items,
    ).toEqual([]);
    await me.tasks.create({ title: 'd' });
    expect((await latest(me)).seq).toBe(4);
    await own.db.pruneJournal(new Date(Date.now() + 1_000));
    expect(
      await execute(own.url, 'select id from receipt union all select id from operation'),
    ).toEqual([]);
    expect(await me.operations.since({ seq: 4 })).toEqual({ items: [], seq: 4 });
    expect(await listed(me)).toHaveLength(4);
  });

  test('of two concurrent runs, the one that keeps more does not lower `pruned`', async () => {
    await using own = await openTemporaryDatabase(engine);
    await using other = await openDatabase({ url: own.url });
    const me = own.db.unitOfWork(newPerson());
    for (let day = 1; day <= 6; day += 1) {
      await me.tasks.create({ title: `${day}` });
      const date = new Date(Date.UTC(2001, 0, day));
      const stored = engine === 'sqlite' ? date.getTime() : `'${date.toISOString()}'`;
      await execute(own.url, `update operation set created_at = ${stored} where seq = ${day}`);
    }
    await Promise.all([
      own.db.pruneJournal(new Date('2001-01-06')),
      other.pruneJournal(new Date('2001-01-04')),
    ]);
    await other.pruneJournal(new Date('2001-01-04'));
    expect(await refusal(me.operations.since({ seq: 3 }))).toMatchObject({ code: 'CONFLICT' });
    expect((await me.operations.since({ seq: 5 })).items).toHaveLength(1);
  });

  test('a receipt that needs a pruned operation is pruned with it', async () => {
    await using own = await openTemporaryDatabase(engine);
    const me = own.db.unitOfWork(newPerson());
    const { id } = await me.tasks.create({ title: 'as it was' });
    const early = { id, title: 'as it was', operationId: randomUUID() };
    await me.tasks.update(early);
    await me.tasks.update({ id, title: 'changed' });
    const late = { id, title: 'changed', operationId: randomUUID() };
    const answer = await me.tasks.update(late);
    const old = engine === 'sqlite' ? '0' : "'2000-01-01T00:00:00Z'";
    await execute(own.url, `update operation set created_at = ${old}`);
    // Newer by its time.
    expect(await own.db.pruneJournal(new Date('2001-01-01'))).toBe(2);
    await me.tasks.update({ id, title: 'changed again' });
    expect(await me.tasks.update(late)).toEqual(answer);
    // As if it had never been called: it runs again.
    expect(await me.tasks.update(early)).toMatchObject({ title: 'as it was' });
  });

  test('a repeated undo gets its answer although the undone operation is pruned', async () => {
    await using own = await openTemporaryDatabase(engine);
    const me = own.db.unitOfWork(newPerson());
    const { id: taskId } = await me.tasks.create({ title: 'x' });
    await me.tasks.delete({ id: taskId });
    const { id } = await latest(me);
    const undo = { id, operationId: randomUUID() };
    const answer = await me.operations.undo(undo);
    const old = engine === 'sqlite' ? '0' : "'2000-01-01T00:00:00Z'";
    await execute(own.url, `update operation set created_at = ${old} where id = '${id}'`);
    expect(await own.db.pruneJournal(new Date('2001-01-01'))).toBe(2);
    expect(await me.operations.undo(undo)).toEqual(answer);
    expect(await refusal(me.operations.undo({ id }))).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a repeat whose receipt is being pruned gets the whole answer or is refused', async () => {
    await using own = await openTemporaryDatabase(engine);
    const me = own.db.unitOfWork(newPerson());
    /** Prunes after the nth read of the journal. @returns whether there was one. */
    const prunedAfter = async (place: number) => {
      const { id } = await me.tasks.create({ title: 'x' });
      const [title, operationId] = [`${place}`, randomUUID()];
      const answer = await me.tasks.update({ id, title, operationId });
      const sql = `delete from operation where id = '${operationId}';
        delete from receipt where id = '${operationId}'`;
      let reads = 0;
      const fate = (read: string, send: (sql: string) => unknown) => {
        const rows = send(read);
        if (!/^select .*from "(receipt|operation|journal)"/.test(read)) return rows;
        reads += 1;
        if (reads !== place) return rows;
        if (engine === 'sqlite') {
          executeNow(own.url, sql);
          return rows;
        }
        return Promise.resolve(rows).then(async (given) => {
          await execute(own.url, sql);
          return given;
        });
      };
      using _watched = watchStatements(() => fate);
      const again = await me.tasks
        .update({ id, title, operationId })
        .catch((error: unknown) => error);
      if (again instanceof Refusal) expect(again.code).toMatch(/CONFLICT|NOT_FOUND/);
      else expect(again).toEqual(answer);
      return reads >= place;
    };
    expect(await prunedAfter(1)).toBe(true);
    for (let place = 2; await prunedAfter(place); place += 1);
  });

  test('a repeat with a receipt but without its operation is refused', async () => {
    await using own = await openTemporaryDatabase(engine);
    const me = own.db.unitOfWork(newPerson());
    const { id } = await me.tasks.create({ title: 'x' });
    const { id: ticked } = await me.tasks.create({ title: 'x' });
    await me.tasks.update({ id: ticked, completed: true });
    const undone = (await latest(me)).id;
    for (const call of [
      (operationId: string) => me.tasks.update({ id, title: 'y', operationId }),
      (operationId: string) =>
        me.tasks.updateMany({ ids: [id, ticked], completed: true, operationId }),
      (operationId: string) => me.operations.undo({ id: undone, operationId }),
    ]) {
      const operationId = randomUUID();
      await call(operationId);
      await execute(own.url, `delete from operation where id = '${operationId}'`);
      expect(await refusal(call(operationId))).toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining('is not kept any more'),
      });
    }
  });

  test('after everything was pruned, the refusal says the seq to continue from', async () => {
    await using own = await openTemporaryDatabase(engine);
    const me = own.db.unitOfWork(newPerson());
    for (const title of ['a', 'b']) await me.tasks.create({ title });
    await own.db.pruneJournal(new Date(Date.now() + 1_000));
    expect(await refusal(me.operations.since({ seq: 0 }))).toMatchObject({ data: { seq: 2 } });
    expect(await me.operations.since({ seq: 2 })).toEqual({ items: [], seq: 2 });
  });
});

/** Over a separate connection to the SQLite file. */
function executeNow(url: string, sql: string): void {
  const file = new Sqlite(url.replace(/^sqlite:(\/\/)?/, ''));
  file.exec(sql);
  file.close();
}
