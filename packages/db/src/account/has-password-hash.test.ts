// With a table as Better Auth creates it.
import { describe, expect, test } from 'vitest';
import { engines, execute, openTemporaryDatabase } from '../testing/databases.ts';
import { authDatabaseOf } from './auth-database.ts';

const table = [
  'create table account (user_id text not null, provider_id text not null, password text)',
  `insert into account values ('ann', 'credential', 'hers'), ('bob', 'credential', null),
    ('cid', 'other', 'his')`,
];

describe.each(engines)('a password on %s', (engine) => {
  test('a stored hash belongs to its person only', async () => {
    await using opened = await openTemporaryDatabase(engine);
    for (const statement of table) await execute(opened.url, statement);
    const authDatabase = authDatabaseOf(opened.db);
    expect(await authDatabase.hasPasswordHash('ann', 'hers')).toBe(true);
    expect(await authDatabase.hasPasswordHash('ann', 'his')).toBe(false);
    expect(await authDatabase.hasPasswordHash('bob', '')).toBe(false);
    expect(await authDatabase.hasPasswordHash('cid', 'his')).toBe(false);
    expect(await authDatabase.hasPasswordHash('nobody', 'hers')).toBe(false);
  });
});
