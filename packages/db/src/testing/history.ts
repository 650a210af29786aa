// Reads a person's journal and tasks, for tests of the journal.
import type { Operation } from '@tydo/schemas/operation';
import type { TaskRead } from '@tydo/schemas/task';
import { expect } from 'vitest';
import { type Database, openDatabase, type UnitOfWork } from '../open-database.ts';
import { type Engine, openTemporaryDatabase } from './databases.ts';

/** All operations, up to 100, oldest first. */
export const all = async ({ operations }: UnitOfWork): Promise<Operation[]> =>
  (await operations.since({ seq: 0, limit: 100 })).items;

export const latest = async ({ operations }: UnitOfWork): Promise<Operation> => {
  const [operation] = (await operations.list({ limit: 1 })).items;
  return operation ?? expect.fail('there is no operation');
};

/** All tasks, up to 100. */
export const listed = async ({ tasks }: UnitOfWork): Promise<TaskRead[]> =>
  (await tasks.list({ limit: 100 })).items;

/** The error of a call that must be refused. */
export const refusal = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => expect.fail('was not refused'),
    (error: unknown) => error,
  );

// Concurrent calls would open more connections, which are expensive for the server.
const few = { maxOverflow: 0 };

/** A database that is open twice, like in two processes. */
export async function openTwice(
  engine: Engine,
): Promise<AsyncDisposable & { url: string; db: Database; elsewhere: Database }> {
  const temporary = await openTemporaryDatabase(engine, few);
  const elsewhere = await openDatabase({ url: temporary.url, ...few });
  return {
    url: temporary.url,
    db: temporary.db,
    elsewhere,
    async [Symbol.asyncDispose]() {
      await elsewhere.close();
      await temporary[Symbol.asyncDispose]();
    },
  };
}

/** The tasks after an undo. */
export const rowsOf = ({ operation }: { operation: Operation }) =>
  operation.changes.flatMap(({ noun, after }) => (noun === 'task' && after ? [after] : []));
