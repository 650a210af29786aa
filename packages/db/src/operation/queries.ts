// The statements and journal queries of one person, in a transaction or not.
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Kysely } from 'kysely';
import type { QueryOwn } from '../own-rows.ts';
import type { UnitDependencies } from '../scope.ts';
import { createJournalReader, type JournalReader } from './journal-reader.ts';

/** @param em of the transaction, if there is one. */
export function createQueries(
  { kysely, dialect, nouns, execute, fork }: UnitDependencies,
  personId: string,
  em?: SqlEntityManager,
): { query: QueryOwn; journal: () => JournalReader } {
  const db: Kysely<never> | undefined = em?.getKysely<never>();
  const query: QueryOwn = (statement, values) => statement.execute(execute, personId, values, db);
  return {
    query,
    journal: () =>
      createJournalReader({
        kysely: db ?? kysely,
        dialect,
        nouns,
        personId,
        query,
        em: em ?? fork(personId),
      }),
  };
}
