import { expect, test } from 'vitest';
import { authDatabaseOf } from '../account/auth-database.ts';
import { engines, openTemporaryDatabase } from '../testing/databases.ts';

test.each(engines)(
  'the state of the pool on %s says which connections are in use',
  async (engine) => {
    await using opened = await openTemporaryDatabase(engine);
    const { db } = opened;
    const busy = await authDatabaseOf(db).withSchemaLock(async () => db.poolState());
    expect(busy.size - busy.idle).toBe(1);
    await expect
      .poll(() => db.poolState())
      .toEqual({ size: busy.size, idle: busy.size, waiting: 0 });
  },
);
