// One write: a transaction, what it leaves in the journal, and what becomes of it when it is repeated.
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Engine } from '../connection/connection.ts';
import { newDeadline, reportingFailure } from '../connection/failure.ts';
import { Refusal } from '../errors.ts';
import type { Repeatable, Scopes, Work, WriteScope } from '../unit-of-work.ts';
import { startRecording, stopRecording } from './journal.ts';
import { ownJournal } from './own-operations.ts';
import { type Attempt, replay, requestOf, type Written } from './receipt.ts';
import { record } from './record.ts';

/** `Scopes.write` of one person's unit of work. */
export const journalled =
  (em: SqlEntityManager, personId: string, engine: Engine, deadline?: number): Scopes['write'] =>
  async <Input extends Repeatable, Result>(
    kind: string,
    { operationId, ...input }: Input,
    work: Work<Input, Result>,
    undoes?: string,
  ): Promise<Written<Result>> => {
    const end = deadline ?? newDeadline();
    const attempt = { personId, kind, operationId, request: requestOf(kind, input), undoes };
    try {
      return await reportingFailure(
        () => transaction(em, engine, attempt, (scope) => work(scope, input)),
        end,
      );
    } catch (error) {
      // Done before, perhaps by a copy of this call that was faster.
      const ask = () => replay<Result>(ownJournal(em.getKysely(), personId), attempt);
      const earlier = await reportingFailure(ask, end).catch(instead(error));
      if (earlier) return earlier;
      throw isUniqueViolation(error)
        ? new Refusal('CONFLICT', 'Something with the same value exists already.', {}, error)
        : error;
    } finally {
      // A job may go on with one unit for long: it keeps nothing of what it has written.
      em.clear();
    }
  };

const transaction = <Result>(
  em: SqlEntityManager,
  engine: Engine,
  attempt: Attempt,
  work: (scope: WriteScope) => Promise<Result>,
): Promise<Written<Result>> =>
  em.transactional(
    async (own) => {
      const { personId } = attempt;
      startRecording(own);
      const takeTurn = () => waitInTurn(own, personId, engine);
      const journal = ownJournal(own.getKysely(), personId);
      const result = await work({ em: own, personId, journal, takeTurn });
      const changes = await stopRecording(own);
      return {
        result,
        operation: await record(own.getKysely(), engine, attempt, { changes, result }),
      };
    },
    { clear: true },
  );

async function waitInTurn(em: SqlEntityManager, personId: string, engine: Engine): Promise<void> {
  // SQLite has one writer at a time.
  if (engine === 'sqlite') return;
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [personId]);
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
const isUniqueViolation = (error: unknown): boolean =>
  error instanceof UniqueConstraintViolationException ||
  /^(23505|SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY))$/.test(String(Object(error).code));
