// Runs a write: one transaction with its operation in the journal, or the earlier result of a repeat.

import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { Kysely } from 'kysely';
import { withDeadline } from '../connection/deadline.ts';
import { isUniqueViolation, Refusal, refusalOf, taken } from '../errors.ts';
import { statementsOf } from '../noun-statements.ts';
import { createOwnQuery } from '../own-rows.ts';
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
import { findEarlierResult } from './earlier-result.ts';
import { fingerprintOf, type WriteRequest, type WriteResult } from './idempotency.ts';
import { createJournalReader } from './journal-reader.ts';
import { loadChanges } from './load-changes-to-undo.ts';
import { checkReferences } from './references.ts';
import { UndoConflict } from './undo-conflict.ts';
import { writeOperation } from './write-operation.ts';

/** `ScopeProvider.write` of one person's unit of work. */
export const createWrite =
  (
    dependencies: UnitDependencies,
    personId: string,
    deadline?: number,
    reserveMemory?: ReserveMemory,
    at?: string,
  ): ScopeProvider['write'] =>
  async <Input extends WithOperationId, Result>(
    kind: string,
    { operationId, ...input }: Input,
    work: Work<Input, Result>,
    { undoes, size }: WriteOptions = {},
  ): Promise<WriteResult<Result>> => {
    // Before the transaction, which would keep others waiting.
    if (size) await reserveMemory?.({ ...size, exactly: false });
    const { call } = dependencies.timeouts;
    const end = deadline ?? Date.now() + call;
    const fingerprint = operationId === undefined ? '' : fingerprintOf(kind, input);
    const request = { personId, kind, operationId, fingerprint, undoes };
    try {
      return await withDeadline(
        () => transaction(dependencies, { ...request, at }, (scope) => work(scope, input)),
        call,
        end,
      );
    } catch (error) {
      // It may have been done before, perhaps by a concurrent repeat of this call.
      const findEarlier = () => findEarlierResult<Result>(dependencies, request);
      const earlier = await withDeadline(findEarlier, call, end).catch(rethrowOr(error));
      if (earlier) return earlier;
      throw isTaken(error) ? taken(error) : refusalOf(error);
    }
  };

/** Uses an EntityManager of its own, so that a unit of work that is used for long keeps no entities. */
async function transaction<Result>(
  dependencies: UnitDependencies,
  { at, ...request }: WriteRequest & { at: string | undefined },
  work: (scope: WriteScope) => Promise<Result>,
): Promise<WriteResult<Result>> {
  const { dialect, execute, nouns, heads } = dependencies;
  const { personId } = request;
  const em = dependencies.fork(personId);
  // Not `em.transactional`, which forks once more and flushes once more.
  const written = await em.getConnection().transactional(async (context) => {
    em.setTransactionContext(context);
    const db: Kysely<never> = em.getKysely<never>();
    const changes = startRecording(em);
    const query = createOwnQuery(execute, personId, db);
    const journal = createJournalReader(dependencies, personId, em);
    const now = new Date().toISOString();
    let isOwnerLocked = false;
    const result = await work({
      em,
      nouns,
      personId,
      now,
      at: timeOfAct(at, now),
      journal,
      loadChanges: (id) => loadChanges({ db, dialect, personId, journal }, id),
      query,
      rows: (noun) => createBulkRows({ execute, db, dialect, personId, changes }, noun),
      async load(noun, ids) {
        // The same entities as `em.find` returns, ten times as fast: the statement is prepared.
        const rows = await query(statementsOf(noun).lockWhole, { ids });
        return rows.map((row) => {
          const entity = em.map(noun.entity, row);
          trackEntity(em, noun, entity);
          return entity;
        });
      },
      async lockOwner() {
        if (!isOwnerLocked) await dialect.lockText(db, personId);
        isOwnerLocked = true;
      },
    });
    await stopRecording(em);
    const isUndo = request.undoes !== undefined;
    // First: the references of lists are found in what is derived from them.
    await nouns.writeDerived({ execute, db, personId }, changes.all);
    await checkReferences({ query, nouns, isOwnerLocked, isUndo }, changes.all);
    const inTheWay = isUndo ? await nouns.inTheWay(query, changes.all) : undefined;
    if (inTheWay) throw UndoConflict.onRow(inTheWay);
    const operation = await writeOperation({ execute, db, dialect, nouns }, request, {
      changes,
      result,
    });
    return { result, operation };
  });
  if (written.operation) heads.committed(personId, written.operation.seq);
  return written;
}

const maxAgeMs = 30 * 24 * 60 * 60 * 1_000;

/** When the person did it; undefined where that is in the future, or more than 30 days ago. */
function timeOfAct(at: string | undefined, now: string): string | undefined {
  const age = Date.parse(now) - Date.parse(at ?? '');
  return age >= 0 && age <= maxAgeMs ? at : undefined;
}

/**
 * Throws when the look-up of an earlier result fails. The first error may be caused by the write's own
 * earlier success, so the later one counts; unless both say that the database is away: then the first
 * knows more (`outcome: 'unknown'`).
 */
const rethrowOr = (first: unknown) => (later: unknown) => {
  throw isUnavailable(first) && isUnavailable(later) ? first : later;
};

const isUnavailable = (error: unknown): boolean =>
  error instanceof Refusal && error.code === 'SERVICE_UNAVAILABLE';

/** MikroORM's statements throw its own exception, those of the journal the driver's error. */
const isTaken = (error: unknown): boolean =>
  error instanceof UniqueConstraintViolationException || isUniqueViolation(error);
