// Closed accounts: nothing is written for them any more, and their rows are erased.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { entities } from '../entities.ts';
import { openDatabase, Refusal, type UnitOfWork } from '../open-database.ts';
import {
  engines,
  execute,
  newPerson,
  newTasks,
  openTemporaryDatabase,
  shortOrLong,
} from '../testing/databases.ts';
import { latest, openTwice, refusal } from '../testing/history.ts';
import { watchStatements } from '../testing/watch-statements.ts';
import { authDatabaseOf } from './auth-database.ts';

const deleted = { code: 'UNAUTHORIZED', message: 'This account was deleted.' };

/** Entities with an owner, except Better Auth's. */
const ownTables = entities.filter(
  ({ owned, exported }) => owned === 'person' && exported !== 'account',
);

/** How many rows a person has in each of our tables. */
async function rowsOf(url: string, personId: string): Promise<Record<string, number>> {
  const counts = ownTables.map(
    ({ schema: { tableName } }) =>
      `(select count(*) from ${tableName} where user_id = '${personId}') as ${tableName}`,
  );
  const [row] = await execute(url, `select ${counts.join()}`);
  return Object.fromEntries(Object.entries(Object(row)).map(([name, n]) => [name, Number(n)]));
}
const nothing = Object.fromEntries(
  ownTables.map(({ schema, erased }) => [schema.tableName, 'kept' in erased ? 1 : 0]),
);

describe.each(engines)('a closed account on %s', (engine) => {
  test('refuses every write, and only its own rows are erased', async () => {
    await using own = await openTemporaryDatabase(engine);
    const authDatabase = authDatabaseOf(own.db);
    const [me, other] = [newPerson(), newPerson()];
    const { tasks, operations } = own.db.unitOfWork(me);
    await own.db.unitOfWork(other).tasks.create({ title: 'x', operationId: randomUUID() });
    const others = await rowsOf(own.url, other);
    const { id } = await tasks.create({ title: 'x', operationId: randomUUID() });
    const gone = await tasks.create({ title: 'gone' });
    await tasks.delete(gone);
    const deletion = await latest(own.db.unitOfWork(me));
    await tasks.update({ id, completed: true });

    await authDatabase.closeAccount(me);
    const before = await rowsOf(own.url, me);
    const [operationId, ids] = [randomUUID(), [id]];
    const writes = [
      () => tasks.create({ title: 'y' }),
      () => tasks.create({ title: 'y', operationId }),
      () => tasks.createMany({ tasks: newTasks(3) }),
      () => tasks.clearCompleted({ operationId }),
    ];
    const changes = [
      ...writes,
      () => tasks.update({ id, title: 'y' }),
      // Changes nothing, but would write a receipt.
      () => tasks.update({ id, title: 'x', operationId }),
      () => tasks.updateMany({ ids, completed: false }),
      () => tasks.delete({ id }),
      () => tasks.deleteMany({ ids }),
      () => operations.undo({ id: deletion.id }),
    ];
    for (const write of changes) expect(await refusal(write())).toMatchObject(deleted);
    expect(await rowsOf(own.url, me)).toEqual(before);

    expect(await authDatabase.erase(me)).toBe(true);
    for (const write of writes) expect(await refusal(write())).toMatchObject(deleted);
    await own.db.pruneJournal(new Date(Date.now() + 1_000));
    expect(await refusal(tasks.create({ title: 'y' }))).toMatchObject(deleted);
    expect(await rowsOf(own.url, me)).toEqual(nothing);
    expect(await rowsOf(own.url, other)).toMatchObject({
      ...others,
      operation: 0,
      receipt: 0,
      operation_task: 0,
    });
  });

  test('keeps nothing of writes that ran while it was closed', async () => {
    await using own = await openTwice(engine);
    const [here, there] = [authDatabaseOf(own.db), authDatabaseOf(own.elsewhere)];
    const told: Record<string, number> = {};
    const attempt = async (write: Promise<unknown>) => {
      const outcome = await write.then(
        () => 'done',
        (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
      );
      told[outcome] = (told[outcome] ?? 0) + 1;
    };
    const end = async (me: string) => {
      await here.closeAccount(me);
      await Promise.all([here.erase(me), there.erase(me)]);
    };
    const unitOf = (me: string, nth: number) =>
      (nth % 2 === 0 ? own.db : own.elsewhere).unitOfWork(me);
    const people = Array.from({ length: shortOrLong(3, 6) }, newPerson);
    // Each account is closed a little later in its writes, the first before it has a row.
    const busy = async (me: string, nth: number) => {
      let ended: Promise<void> | undefined;
      for (let round = 0; round < people.length; round += 1) {
        const operationId = randomUUID();
        const writes = [
          () => unitOf(me, round).tasks.create({ title: 'x', operationId }),
          () => unitOf(me, round + 1).tasks.createMany({ tasks: newTasks(3) }),
          () => unitOf(me, round).tasks.clearCompleted({ operationId: randomUUID() }),
          () => unitOf(me, round + 1).operations.undo({ id: operationId }),
        ];
        await Promise.all(
          writes.map((write, at) => {
            if (round * writes.length + at === nth * 3) ended = end(me);
            return attempt(write());
          }),
        );
      }
      await ended;
    };
    await Promise.all(people.map(busy));
    for (const me of people) expect(await rowsOf(own.url, me)).toEqual(nothing);
    const { done = 0, UNAUTHORIZED: refused = 0, ...rest } = told;
    expect(Object.keys(rest).filter((code) => !['NOT_FOUND', 'CONFLICT'].includes(code))).toEqual(
      [],
    );
    expect(done).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  });

  // SQLite has one writer at a time.
  test.runIf(engine === 'postgresql')(
    'has nothing left of a write, before whichever of its statements they are deleted',
    async () => {
      await using own = await openTwice(engine);
      const authDatabase = authDatabaseOf(own.elsewhere);
      const writes: ((unit: UnitOfWork, id: number) => Promise<unknown>)[] = [
        ({ tasks }) => tasks.create({ title: 'y', operationId: randomUUID() }),
        ({ tasks }, id) => tasks.update({ id, title: 'x', operationId: randomUUID() }),
      ];
      for (const write of writes.slice(0, shortOrLong(1, writes.length))) {
        for (let nth = 1; ; nth += 1) {
          const me = newPerson();
          const unit = own.db.unitOfWork(me);
          const { id } = await unit.tasks.create({ title: 'x' });
          let held = '';
          let end: Promise<unknown> = Promise.resolve();
          const watch = watchStatements((place) =>
            place === nth
              ? async (sql, send) => {
                  held = sql;
                  end = authDatabase.closeAccount(me).then(() => authDatabase.erase(me));
                  // Waits if the write has locked the row already.
                  await Promise.race([end, sleep(100)]);
                  return send(sql);
                }
              : undefined,
          );
          const outcome = await write(unit, id).catch((error: unknown) => error);
          await end;
          watch[Symbol.dispose]();
          expect({ held, rows: await rowsOf(own.url, me) }).toEqual({ held, rows: nothing });
          if (held === 'commit') break;
          expect(outcome).toBeInstanceOf(Refusal);
        }
      }
    },
  );

  test('is erased in batches, and the next run continues after an abort', async () => {
    await using own = await openTemporaryDatabase(engine);
    const authDatabase = authDatabaseOf(own.db);
    const me = newPerson();
    const numbers = `with recursive n(i) as (select 1 union all select i + 1 from n where i < 2500)`;
    await execute(
      own.url,
      `insert into task (user_id, title) ${numbers} select '${me}', 'x' from n`,
    );
    // One task with many operations.
    await execute(
      own.url,
      `insert into operation_task (user_id, task_id, seq) ${numbers} select '${me}', 1, i from n`,
    );
    await expect(authDatabase.erase(me)).rejects.toThrow(TypeError);
    await authDatabase.closeAccount(me);
    expect(await authDatabase.erase(me, AbortSignal.abort())).toBe(false);
    const stop = new AbortController();
    const watch = watchStatements(() => (sql, send) => {
      if (sql.includes('delete')) stop.abort();
      return send(sql);
    });
    expect(await authDatabase.erase(me, stop.signal)).toBe(false);
    watch[Symbol.dispose]();
    expect((await rowsOf(own.url, me))['task']).toBe(1_500);
    expect(await authDatabase.erase(me)).toBe(true);
    expect(await rowsOf(own.url, me)).toEqual(nothing);
  });

  test('is listed until it is marked as erased, and stays closed for ever', async () => {
    await using own = await openTemporaryDatabase(engine);
    const authDatabase = authDatabaseOf(own.db);
    const [me, other] = [newPerson(), newPerson()];
    await own.db.unitOfWork(me).tasks.create({ title: 'x' });
    await own.db.unitOfWork(other).tasks.create({ title: 'x' });
    expect([await authDatabase.isAccountClosed(me), await authDatabase.closedAccounts()]).toEqual([
      false,
      [],
    ]);
    const began = Date.now();
    await authDatabase.closeAccount(me);
    const [found, ...rest] = await authDatabase.closedAccounts();
    expect([found?.personId, rest]).toEqual([me, []]);
    expect(found?.closedAt.getTime()).toBeGreaterThanOrEqual(began);
    await authDatabase.closeAccount(me);
    expect(await authDatabase.closedAccounts()).toEqual([found]);
    // An open account cannot be marked.
    await authDatabase.markErased(other);
    await authDatabase.markErased(me);
    await authDatabase.closeAccount(me);
    expect(await authDatabase.closedAccounts()).toEqual([]);
    expect([
      await authDatabase.isAccountClosed(me),
      await authDatabase.isAccountClosed(other),
    ]).toEqual([true, false]);
    expect((await latest(own.db.unitOfWork(other))).seq).toBe(1);
  });

  test('works in a database of a version without tombstones', async () => {
    await using own = await openTemporaryDatabase(engine);
    const me = newPerson();
    await own.db.unitOfWork(me).tasks.create({ title: 'x' });
    await execute(own.url, 'drop index journal_unerased_index');
    for (const column of ['closed_at', 'erased_at']) {
      await execute(own.url, `alter table journal drop column ${column}`);
    }
    await using db = await openDatabase({ url: own.url });
    const { tasks } = db.unitOfWork(me);
    await tasks.create({ title: 'y' });
    expect((await latest(db.unitOfWork(me))).seq).toBe(2);
    await authDatabaseOf(db).closeAccount(me);
    expect(await refusal(tasks.create({ title: 'z' }))).toMatchObject(deleted);
  });
});
