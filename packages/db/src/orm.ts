// MikroORM over a connection: the entities, the owner's guard, and no opinion of its own on schemas.
import { type EntityMetadata, MikroORM } from '@mikro-orm/core';
import type { AbstractSqlDriver } from '@mikro-orm/sql';
import { AttemptSchema } from './account/attempt.entity.ts';
import { User } from './account/user.entity.ts';
import type { Connection } from './connection/connection.ts';
import { useRowStatements } from './connection/row-statements.ts';
import { journalKeeper } from './operation/journal.ts';
import {
  JournalSchema,
  OperationSchema,
  OperationTaskSchema,
  ReceiptSchema,
} from './operation/operation.entity.ts';
import { ownerGuard, requireOwner } from './owner.ts';
import { notOurs, useEngineDefaults } from './schema/schema.ts';
import { Task } from './task/task.entity.ts';

/** Reads the entities; connects to nothing. */
export async function createOrm(connection: Connection): Promise<MikroORM<AbstractSqlDriver>> {
  const orm = await MikroORM.init<AbstractSqlDriver>({
    driver: connection.driver,
    driverOptions: connection.dialect,
    // The dialect knows where; the ORM wants a name and must not look for it.
    dbName: connection.engine,
    ensureDatabase: false,
    entities: [
      Task,
      User,
      OperationSchema,
      OperationTaskSchema,
      JournalSchema,
      ReceiptSchema,
      AttemptSchema,
    ],
    subscribers: [ownerGuard, journalKeeper],
    forceUtcTimezone: true,
    schemaGenerator: { skipTables: [notOurs] },
    discovery: {
      onMetadata(meta: EntityMetadata) {
        requireOwner(meta);
        useEngineDefaults(meta, connection.engine);
      },
    },
  });
  useRowStatements(orm.driver, connection.engine);
  return orm;
}
