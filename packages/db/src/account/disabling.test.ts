// With the columns of Better Auth's tables that are read here.
import { expect, test } from 'vitest';
import { engines, execute, newPerson, openTemporaryDatabase } from '../testing/databases.ts';
import { authDatabaseOf } from './auth-database.ts';

test.each(engines)(
  'a disabled account on %s has no session and no token until it is enabled',
  async (engine) => {
    await using opened = await openTemporaryDatabase(engine);
    const date = engine === 'sqlite' ? 'date' : 'timestamptz';
    const [ann, bob, cid] = [newPerson(), newPerson(), newPerson()];
    for (const statement of [
      `create table "user" (id text not null primary key, name text, email text, created_at ${date} not null)`,
      `create table session (id text not null primary key, token text, user_id text, expires_at ${date})`,
      ...[ann, bob, cid].map(
        (id, n) =>
          `insert into "user" values ('${id}', 'Name', '${n}@example.com', '2026-01-02T00:00:00Z')`,
      ),
      `insert into session values ('1', 'of ann', '${ann}', '2026-01-01'), ('2', 'of bob', '${bob}', '2026-01-01')`,
    ]) {
      await execute(opened.url, statement);
    }
    const authDatabase = authDatabaseOf(opened.db);
    const unit = opened.db.unitOfWork(ann);
    const { text: token } = await unit.tokens.create({ name: 'Script', scopes: ['read'] });
    const isLetIn = async () => [
      (await authDatabase.findSession('of ann')) !== undefined,
      (await authDatabase.findToken(token, 'pat')) !== undefined,
      !(await authDatabase.isAccountDisabled(ann)),
    ];
    const listed = async () =>
      (await authDatabase.listPeople('')).map(({ id, isDisabled }) => [id, isDisabled]);
    expect(await isLetIn()).toEqual([true, true, true]);

    const at = new Date('2026-02-03T04:05:06.789Z');
    await authDatabase.setDisabledAt(ann, at);
    // Cid has no row in the journal: enabling changes nothing.
    await authDatabase.setDisabledAt(cid, null);
    expect(await isLetIn()).toEqual([false, false, false]);
    expect(await authDatabase.findSession('of bob')).toBeDefined();
    expect(await listed()).toEqual([
      [ann, true],
      [bob, false],
      [cid, false],
    ]);
    // What they have stays, and jobs can work with it.
    await unit.tasks.create({ title: 'x' });

    await authDatabase.setDisabledAt(ann, new Date());
    await authDatabase.setDisabledAt(ann, null);
    expect(await isLetIn()).toEqual([true, true, true]);

    await authDatabase.closeAccount(bob);
    expect(await listed()).toEqual([
      [ann, false],
      [cid, false],
    ]);
    const [first] = await authDatabase.listPeople('', 1);
    expect(first).toMatchObject({ name: 'Name', createdAt: new Date('2026-01-02T00:00:00Z') });
    expect((await authDatabase.listPeople('0@example.com')).map(({ id }) => id)).toEqual([cid]);
  },
);
