import type { EntityMetadata } from '@mikro-orm/core';
import { describe, expect, test } from 'vitest';
import { authDatabaseOf } from './account/auth-database.ts';
import { User } from './account/user.entity.ts';
import { requireOwner } from './entities.ts';
import { connectionTo } from './open-database.ts';
import { createOrm } from './orm.ts';
import { ownerFilter } from './owner-filter.ts';
import { ensureSchema } from './schema/schema.ts';
import { Task } from './task/task.entity.ts';
import { newPerson } from './testing/databases.ts';

async function inMemory() {
  const connection = await connectionTo({ url: 'sqlite::memory:' });
  const orm = await createOrm(connection);
  await ensureSchema(orm, connection.dialect);
  return Object.assign(orm, { [Symbol.asyncDispose]: () => orm.close(true) });
}

const task = (userId: string) => {
  const now = new Date();
  return { userId, title: 'x', description: null, createdAt: now, updatedAt: now };
};

describe('the owner cannot be forgotten', () => {
  test('a query without a person fails', async () => {
    await using orm = await inMemory();
    await expect(orm.em.fork().find(Task, {})).rejects.toThrow(/owner/);
    await expect(orm.em.fork().nativeDelete(Task, {})).rejects.toThrow(/owner/);
  });

  test('a query of accounts without a person fails, too', async () => {
    await using orm = await inMemory();
    await expect(orm.em.fork().find(User, {})).rejects.toThrow(/owner/);
    const em = orm.em.fork();
    em.setFilterParams(ownerFilter.name, { personId: newPerson() });
    const [id, email] = [newPerson(), 'a@example.com'];
    em.create(User, { id, email, name: 'a', emailVerified: true, createdAt: new Date() });
    // Nothing is sent: this database has no such table.
    await expect(em.flush()).resolves.toBeUndefined();
  });

  test('a person can read only their own account', async () => {
    await using orm = await inMemory();
    const columns = 'id text, email text, name text, created_at datetime';
    await orm.em.execute(`create table "user" (${columns})`);
    for (const name of ['ann', 'bob']) {
      await orm.em.execute(`insert into "user" values ('${name}', '${name}@b.c', '${name}', 0)`);
    }
    const em = orm.em.fork();
    em.setFilterParams(ownerFilter.name, { personId: 'ann' });
    expect((await em.find(User, {})).map((user) => user.name)).toEqual(['ann']);
  });

  test('only an open database gives access to accounts', () => {
    expect(() => authDatabaseOf(Object({ engine: 'sqlite' }))).toThrow('no open database');
  });

  test('an entity without an owner filter stops the start', () => {
    const meta = { className: 'Forgotten', filters: {} } as unknown as EntityMetadata;
    expect(() => requireOwner(meta)).toThrow(/Forgotten/);
  });

  test('a write outside of a unit of work fails', async () => {
    await using orm = await inMemory();
    const em = orm.em.fork();
    em.create(Task, task(newPerson()));
    await expect(em.flush()).rejects.toThrow(/own person/);
  });

  test("a write of another person's row fails", async () => {
    await using orm = await inMemory();
    const em = orm.em.fork();
    em.setFilterParams(ownerFilter.name, { personId: newPerson() });
    em.create(Task, task(newPerson()));
    await expect(em.flush()).rejects.toThrow(/own person/);
  });
});
