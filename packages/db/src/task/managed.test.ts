import type { Kysely } from 'kysely';
import { describe, expect, test } from 'vitest';
import { openPostgres } from '../connection/postgres.ts';
import { askOf } from '../connection/prepared.ts';
import { openSqlite } from '../connection/sqlite.ts';
import { parseDatabaseUrl } from '../connection/url.ts';
import { createOrm } from '../orm.ts';
import { ownedFork } from '../owner.ts';
import { engines, execute, newPerson, openTemporaryDatabase } from '../testing/databases.ts';
import { load, ownTasksLocked } from './managed.ts';
import { Task } from './task.entity.ts';

const all = ownTasksLocked<object>((tasks) => tasks);

describe.each(engines)('a task that is loaded on %s', (engine) => {
  test('is the same as the ORM’s own, and has nothing to flush', async () => {
    await using temporary = await openTemporaryDatabase(engine);
    const personId = newPerson();
    const { tasks } = temporary.db.unitOfWork(personId);
    const { id } = await tasks.create({ title: 'Straße', description: 'und mehr' });
    await tasks.update({ id, completed: true });
    await tasks.create({ title: 'x' });
    // As a version would that folds nothing, long ago.
    const time = engine === 'sqlite' ? '-62198755200000' : `'0044-03-15 12:00:00.25+00 BC'`;
    await execute(
      temporary.url,
      `insert into task (user_id, title, created_at, updated_at) values ('${personId}', 'old', ${time}, ${time})`,
    );
    const target = parseDatabaseUrl(temporary.url, '/');
    const pool = { poolSize: 1, maxOverflow: 1, recycleSeconds: 300 };
    const connection = target.engine === 'sqlite' ? openSqlite(target) : openPostgres(target, pool);
    const orm = await createOrm(connection);
    await orm.connect();
    const kysely: Kysely<never> = orm.em.getConnection().getClient();
    const [ours, theirs] = [ownedFork(orm.em, personId), ownedFork(orm.em, personId)];
    const loaded = await load(ours, all.ask(askOf(kysely, connection), personId, {}));
    const found = await theirs.find(Task, {}, { orderBy: { id: 'asc' } });
    const plain = (task: Task) => Object.fromEntries(Object.entries(task));
    const inOrder = loaded.toSorted((a, b) => a.id - b.id);
    expect(inOrder.map(plain)).toEqual(found.map(plain));
    expect(found).toHaveLength(3);
    ours.getUnitOfWork().computeChangeSets();
    expect(ours.getUnitOfWork().getChangeSets()).toEqual([]);
    await orm.close(true);
  });
});
