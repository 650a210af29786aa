// MikroORM defines accessors on each entity for each of its columns, though it reads them for relations only.
// A task has 28 columns: without accessors a create takes × 0.92, an update × 0.90 of the CPU
// (docs/decisions/0014-speed.md). Without this file nothing else changes.
import { type MikroORM, ReferenceKind } from '@mikro-orm/core';
import type { AbstractSqlDriver } from '@mikro-orm/sql';

/** Takes MikroORM's accessors off the columns of all entities. */
export function usePlainProperties(orm: MikroORM<AbstractSqlDriver>): void {
  for (const { prototype, props } of orm.getMetadata().getAll().values()) {
    const columns = props.filter(({ kind }) => kind === ReferenceKind.SCALAR);
    for (const { name } of columns) Reflect.deleteProperty(prototype, name);
  }
}
