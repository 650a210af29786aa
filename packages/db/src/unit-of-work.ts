// A unit of work is one person's and lives for one call.
import { withDeadline } from './connection/deadline.ts';
import { Export } from './export.ts';
import { createJournalReader } from './operation/journal-reader.ts';
import { Operations } from './operation/operations.ts';
import { createWrite } from './operation/transaction.ts';
import type { QueryOwn } from './own-rows.ts';
import type { ReadScope, ReserveMemory, ScopeProvider, UnitDependencies } from './scope.ts';
import { Sync } from './sync/sync.ts';
import { Tasks } from './task/tasks.ts';

/** For a program of its own, which has the memory that it has. */
const atOnce: ReserveMemory = () => Promise.resolve();

/** All that may be done with one person's things. Had from `database.unitOfWork(personId)`. */
export class UnitOfWork {
  /** This person's tasks. */
  readonly tasks: Tasks;
  /** What was done with them. */
  readonly operations: Operations;
  /** Their rows, to take along. */
  readonly export: Export;
  /** What a device needs that holds all of them. */
  readonly sync: Sync;
  #lastSeq: number | null = null;

  /** @internal */
  constructor(
    source: UnitDependencies,
    personId: string,
    deadline?: number,
    reserveMemory: ReserveMemory = atOnce,
  ) {
    const { read, write } = createScopeProvider(source, personId, deadline, reserveMemory);
    const scopes: ScopeProvider = {
      read,
      write: async (...args) => {
        const written = await write(...args);
        if (written.operation) {
          this.#lastSeq = written.operation.seq;
          source.heads.committed(personId, this.#lastSeq);
        }
        return written;
      },
    };
    this.tasks = new Tasks(scopes);
    this.operations = new Operations(scopes);
    this.export = new Export(scopes, source.nouns);
    this.sync = new Sync(scopes);
  }

  /** The number of the operation that the last write here wrote; null where it changed nothing. */
  get lastSeq(): number | null {
    return this.#lastSeq;
  }
}

/** What the verbs of one person's unit of work have. */
export function createScopeProvider(
  source: UnitDependencies,
  personId: string,
  deadline?: number,
  reserveMemory: ReserveMemory = atOnce,
): ScopeProvider {
  const { kysely, dialect, timeouts, nouns, execute, findRow, fork } = source;
  const query: QueryOwn = (statement, values) => statement.execute(execute, personId, values);
  const read: ReadScope = {
    query,
    nouns,
    journal: () =>
      createJournalReader({ kysely, dialect, nouns, personId, query, em: fork(personId) }),
    em: () => fork(personId),
    find: (noun, id) => findRow(noun, { personId, id }),
    reserveMemory,
  };
  return {
    read: (work) => withDeadline(() => work(read), timeouts.call, deadline),
    write: createWrite(source, personId, deadline, reserveMemory),
  };
}
