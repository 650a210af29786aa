// One write: a transaction, what it leaves in the journal, and what becomes of it when it is repeated.

import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { Kysely } from 'kysely';
import { withDeadline } from '../connection/deadline.ts';
import { isUniqueViolation, Refusal, taken } from '../errors.ts';
import { statementsOf } from '../noun-statements.ts';
import type { AskOwn } from '../own-rows.ts';
import type { About, Admit, Repeatable, Scopes, Source, Work, WriteScope } from '../scope.ts';
import { changesOf } from './changes-of.ts';
import { remember, startRecording, stopRecording } from './journal.ts';
import { ownJournal } from './own-operations.ts';
import { type Attempt, requestOf, type Written } from './receipt.ts';
import { record } from './record.ts';
import { checkReferences } from './references.ts';
import { replay } from './replay.ts';
import { ownRows } from './rows.ts';

/** `Scopes.write` of one person's unit of work. */
export const journalled =
  (source: Source, personId: string, deadline?: number, admit?: Admit): Scopes['write'] =>
  async <Input extends Repeatable, Result>(
    kind: string,
    { operationId, ...input }: Input,
    work: Work<Input, Result>,
    { undoes, size }: About = {},
  ): Promise<Written<Result>> => {
    // Before the transaction: who waits in one keeps others waiting.
    if (size) await admit?.({ ...size, exactly: false });
    const { call } = source.timeouts;
    const end = deadline ?? Date.now() + call;
    const request = operationId === undefined ? '' : requestOf(kind, input);
    const attempt = { personId, kind, operationId, request, undoes };
    try {
      return await withDeadline(
        () => transaction(source, attempt, (scope) => work(scope, input)),
        call,
        end,
      );
    } catch (error) {
      // Done before, perhaps by a copy of this call that was faster.
      const ask = () => replay<Result>(source, attempt);
      const earlier = await withDeadline(ask, call, end).catch(instead(error));
      if (earlier) return earlier;
      throw isTaken(error) ? taken(error) : error;
    }
  };

/** Each with an EntityManager of its own: a job that goes on with one unit for long keeps nothing. */
function transaction<Result>(
  source: Source,
  attempt: Attempt,
  work: (scope: WriteScope) => Promise<Result>,
): Promise<Written<Result>> {
  const { dialect, ask, nouns } = source;
  const { personId } = attempt;
  return source.fork(personId).transactional(async (em) => {
    const db: Kysely<never> = em.getKysely<never>();
    const recording = startRecording(em);
    const askOwn: AskOwn = (statement, values) => statement.ask(ask, personId, values, db);
    const journal = ownJournal({ kysely: db, dialect, nouns, personId, ask: askOwn, em });
    let hasTurn = false;
    const result = await work({
      em,
      nouns,
      personId,
      now: new Date().toISOString(),
      journal,
      changesOf: (id) => changesOf({ db, dialect, personId, journal }, id),
      ask: askOwn,
      rows: (noun) => ownRows({ ask, db, dialect, personId, recording }, noun),
      async load(noun, ids) {
        // As `em.find` gives them; it takes ten times as long, for what it builds before it asks.
        const rows = await askOwn(statementsOf(noun).lockWhole, { ids });
        return rows.map((row) => {
          const entity = em.map(noun.entity, row);
          remember(em, noun, entity);
          return entity;
        });
      },
      takeTurn() {
        hasTurn = true;
        return dialect.lockText(db, personId);
      },
    });
    await stopRecording(em);
    const isUndo = attempt.undoes !== undefined;
    await checkReferences({ ask: askOwn, nouns, hasTurn, isUndo }, recording.changes);
    const operation = await record({ ask, db, dialect, nouns }, attempt, { recording, result });
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
