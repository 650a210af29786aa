import type { Kysely } from 'kysely';
import type { Engine } from '../connection/connection.ts';
import type { FoundTable } from './found-table.ts';
import { readPostgresTable } from './postgres-catalogue.ts';
import { readSqliteTable } from './sqlite-catalogue.ts';

/** @returns undefined where nothing has that name. */
export const readTable = (
  db: Kysely<never>,
  engine: Engine,
  name: string,
): Promise<FoundTable | undefined> =>
  engine === 'sqlite' ? readSqliteTable(db, name) : readPostgresTable(db, name);
