// Configures MikroORM over a connection: entities, owner guard, change recorder. The schema is ours.
import { type EntityMetadata, MikroORM } from '@mikro-orm/core';
import type { AbstractSqlDriver } from '@mikro-orm/sql';
import type { Connection } from './connection/connection.ts';
import type { Dialect } from './dialect/dialect.ts';
import { type Entity, entities, nounsOf, requireOwner } from './entities.ts';
import { changeRecorder } from './operation/change-recorder.ts';
import { ownerGuard } from './owner-filter.ts';
import { notOurs } from './schema/schema.ts';
import { now, unfilled } from './schema/sql-placeholders.ts';
import { usePlainProperties } from './statement/plain-properties.ts';
import { needsBackfill } from './task/search.ts';

/** Does not connect yet. */
export async function createOrm(
  connection: Connection,
  list: readonly Entity[] = entities,
): Promise<MikroORM<AbstractSqlDriver>> {
  const orm = await MikroORM.init<AbstractSqlDriver>({
    driver: connection.driver,
    driverOptions: connection.kysely,
    // MikroORM requires a name, but must not look for such a database: the driver knows its own.
    dbName: connection.dialect.engine,
    ensureDatabase: false,
    entities: list.map(({ schema }) => schema),
    subscribers: [ownerGuard, changeRecorder(nounsOf(list))],
    forceUtcTimezone: true,
    schemaGenerator: { skipTables: [notOurs] },
    discovery: {
      onMetadata(meta: EntityMetadata) {
        requireOwner(meta);
        useDialect(meta, connection.dialect);
      },
    },
  });
  usePlainProperties(orm);
  return orm;
}

/** Replaces placeholders in defaults, collations and index conditions by the engine's SQL. */
function useDialect(meta: EntityMetadata, dialect: Dialect): void {
  for (const property of Object.values(meta.properties)) {
    if (property.defaultRaw === now) property.defaultRaw = dialect.schema.now;
    if (!dialect.schema.hasCollations) delete property.collation;
  }
  for (const index of meta.indexes) {
    if (index.where === unfilled) index.where = needsBackfill(dialect);
  }
}
