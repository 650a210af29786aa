// MikroORM over a connection: the entities, the owner's guard, and no opinion of its own on schemas.
import { type EntityMetadata, MikroORM } from '@mikro-orm/core';
import type { AbstractSqlDriver } from '@mikro-orm/sql';
import type { Connection } from './connection/connection.ts';
import { type Entity, entities, nounsOf, requireOwner } from './entities.ts';
import { journalKeeper } from './operation/journal.ts';
import { ownerGuard } from './owner.ts';
import { notOurs, useEngineDefaults } from './schema/schema.ts';
import { useRowStatements } from './statement/row-statements.ts';

/** Reads the entities; connects to nothing. */
export async function createOrm(
  connection: Connection,
  list: readonly Entity[] = entities,
): Promise<MikroORM<AbstractSqlDriver>> {
  const orm = await MikroORM.init<AbstractSqlDriver>({
    driver: connection.driver,
    driverOptions: connection.dialect,
    // The dialect knows where; the ORM wants a name and must not look for it.
    dbName: connection.engine,
    ensureDatabase: false,
    entities: list.map(({ schema }) => schema),
    subscribers: [ownerGuard, journalKeeper(nounsOf(list))],
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
