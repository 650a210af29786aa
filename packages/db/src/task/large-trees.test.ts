// Trees that have more rows than one operation can hold.
import { operationLimits } from '@tydo/schemas/operation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  engines,
  execute,
  newPerson,
  openTemporaryDatabase,
  shortOrLong,
} from '../testing/databases.ts';
import { refusal } from '../testing/history.ts';
import { insertDone } from '../testing/many-tasks.ts';
import { watchStatements } from '../testing/watch-statements.ts';

// In the short form on the first.
describe.each(engines.slice(0, shortOrLong(1, engines.length)))('large trees on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  /** A person with a task that has so many completed subtasks. */
  async function withSubtasks(uid: string, count: number, description?: string) {
    const personId = newPerson();
    const unit = temporary.db.unitOfWork(personId);
    await unit.tasks.create({ uid, title: uid });
    await addSubtasks(personId, uid, count, description);
    return { personId, unit };
  }

  async function addSubtasks(personId: string, uid: string, count: number, description?: string) {
    await insertDone(
      { engine, url: temporary.url },
      { personId, count, ...(description === undefined ? {} : { description }) },
    );
    await execute(
      temporary.url,
      `update task set parent_uid = '${uid}', uid = '${uid}' || id where user_id = '${personId}' and uid is null`,
    );
  }

  test('clearCompleted goes on after subtrees that are too large for any operation', async () => {
    const { personId, unit } = await withSubtasks('many', operationLimits.rows);
    await unit.tasks.create({ uid: 'long', title: 'long' });
    const text =
      engine === 'sqlite'
        ? "replace(printf('%.1000c', 'x'), 'x', char(1))"
        : 'repeat(chr(1), 1000)';
    await addSubtasks(personId, 'long', 1_500, text);
    await unit.tasks.create({ uid: 'later', title: 'later' });
    for (const id of ['many', 'long', 'later']) {
      await execute(
        temporary.url,
        `update task set completed = true where user_id = '${personId}' and uid = '${id}'`,
      );
    }
    const left = operationLimits.rows + 1 + 1_501;
    expect(await unit.tasks.clearCompleted()).toEqual({ deleted: 1, left });
    expect(await unit.tasks.clearCompleted()).toEqual({ deleted: 0, left });
  });

  test('completing or moving too many is refused before they are read', async () => {
    const { personId, unit } = await withSubtasks('root', operationLimits.rows);
    await execute(
      temporary.url,
      `update task set completed = false, completed_at = null where user_id = '${personId}'`,
    );
    await unit.lists.create({ id: 'home', name: 'Home' });
    const calls = [
      () => unit.tasks.update({ id: 'root', completed: true }),
      () => unit.tasks.updateMany({ ids: ['root'], completed: true }),
      () => unit.tasks.complete({ id: 'root' }),
      () => unit.tasks.move({ ids: ['root'], listId: 'home' }),
    ];
    for (const call of calls) {
      using watched = watchStatements();
      expect(await refusal(call())).toMatchObject({ code: 'BAD_REQUEST' });
      const reads = watched.sent.filter((sql) => sql.includes('title_folded'));
      // Of the task itself; an update reads it twice.
      expect(reads.length).toBeLessThanOrEqual(2);
    }
  });
});
