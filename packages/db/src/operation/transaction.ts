// One write: a transaction, what it leaves in the journal, and what becomes of it when it is repeated.

import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { Kysely } from 'kysely';
import { withDeadline } from '../connection/deadline.ts';
import { isUniqueViolation, Refusal, taken } from '../errors.ts';
import { statementsOf } from '../noun-statements.ts';
import type { QueryOwn } from '../own-rows.ts';
import type {
  ReserveMemory,
  ScopeProvider,
  UnitDependencies,
  WithOperationId,
  Work,
  WriteOptions,
  WriteScope,
} from '../scope.ts';
import { createBulkRows } from './bulk-rows.ts';
import { startRecording, stopRecording, trackEntity } from './change-recorder.ts';
import { fingerprintOf, type WriteRequest, type WriteResult } from './idempotency.ts';
import { createJournalReader } from './journal-reader.ts';
import { loadChanges } from './load-changes.ts';
import { checkReferences } from './references.ts';
import { replay } from './replay.ts';
import { record } from './write-operation.ts';

/** `ScopeProvider.write` of one person's unit of work. */
export const createWrite =
  (
    source: UnitDependencies,
    personId: string,
    deadline?: number,
    reserveMemory?: ReserveMemory,
  ): ScopeProvider['write'] =>
  async <Input extends WithOperationId, Result>(
    kind: string,
    { operationId, ...input }: Input,
    work: Work<Input, Result>,
    { undoes, size }: WriteOptions = {},
  ): Promise<WriteResult<Result>> => {
    // Before the transaction: who waits in one keeps others waiting.
    if (size) await reserveMemory?.({ ...size, exactly: false });
    const { call } = source.timeouts;
    const end = deadline ?? Date.now() + call;
    const request = operationId === undefined ? '' : fingerprintOf(kind, input);
    const attempt = { personId, kind, operationId, request, undoes };
    try {
      return await withDeadline(
        () => transaction(source, attempt, (scope) => work(scope, input)),
        call,
        end,
      );
    } catch (error) {
      // Done before, perhaps by a copy of this call that was faster.
      const findEarlier = () => replay<Result>(source, attempt);
      const earlier = await withDeadline(findEarlier, call, end).catch(instead(error));
      if (earlier) return earlier;
      throw isTaken(error) ? taken(error) : error;
    }
  };

/** Each with an EntityManager of its own: a job that goes on with one unit for long keeps nothing. */
function transaction<Result>(
  source: UnitDependencies,
  attempt: WriteRequest,
  work: (scope: WriteScope) => Promise<Result>,
): Promise<WriteResult<Result>> {
  const { dialect, execute, nouns } = source;
  const { personId } = attempt;
  return source.fork(personId).transactional(async (em) => {
    const db: Kysely<never> = em.getKysely<never>();
    const recording = startRecording(em);
    const query: QueryOwn = (statement, values) => statement.execute(execute, personId, values, db);
    const journal = createJournalReader({
      kysely: db,
      dialect,
      nouns,
      personId,
      query,
      em,
    });
    let isOwnerLocked = false;
    const result = await work({
      em,
      nouns,
      personId,
      now: new Date().toISOString(),
      journal,
      loadChanges: (id) => loadChanges({ db, dialect, personId, journal }, id),
      query,
      rows: (noun) => createBulkRows({ execute, db, dialect, personId, recording }, noun),
      async load(noun, ids) {
        // As `em.find` gives them; it takes ten times as long, for what it builds before it asks.
        const rows = await query(statementsOf(noun).lockWhole, { ids });
        return rows.map((row) => {
          const entity = em.map(noun.entity, row);
          trackEntity(em, noun, entity);
          return entity;
        });
      },
      lockOwner() {
        isOwnerLocked = true;
        return dialect.lockText(db, personId);
      },
    });
    await stopRecording(em);
    const isUndo = attempt.undoes !== undefined;
    await checkReferences({ query, nouns, isOwnerLocked, isUndo }, recording.changes);
    const operation = await record({ execute, db, dialect, nouns }, attempt, { recording, result });
    return { result, operation };
  });
}

/**
 * What is thrown where it cannot be asked whether it was done before: not what the first try said, it
 * may be about its own doing; but that one where it knows more of the same (`outcome: 'unknown'`).
 */
const instead = (first: unknown) => (again: unknown) => {
  throw isAway(first) && isAway(again) ? first : again;
};

const isAway = (error: unknown): boolean =>
  error instanceof Refusal && error.code === 'SERVICE_UNAVAILABLE';

/** MikroORM's own statements throw the one, those of the journal the driver's error. */
const isTaken = (error: unknown): boolean =>
  error instanceof UniqueConstraintViolationException || isUniqueViolation(error);
