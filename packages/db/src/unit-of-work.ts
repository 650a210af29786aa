// A unit of work is one person's and lives for one call.
import { withDeadline } from './connection/deadline.ts';
import { Export } from './export.ts';
import { journalled } from './operation/journalled.ts';
import { Operations } from './operation/operations.ts';
import { ownJournal } from './operation/own-operations.ts';
import type { AskOwn } from './own-rows.ts';
import type { Admit, ReadScope, Scopes, Source } from './scope.ts';
import { Sync } from './sync/sync.ts';
import { Tasks } from './task/tasks.ts';

/** For a program of its own, which has the memory that it has. */
const atOnce: Admit = () => Promise.resolve();

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
  #written: number | null = null;

  /** @internal */
  constructor(source: Source, personId: string, deadline?: number, admit: Admit = atOnce) {
    const { read, write } = scopesOf(source, personId, deadline, admit);
    const scopes: Scopes = {
      read,
      write: async (...args) => {
        const written = await write(...args);
        if (written.operation) {
          this.#written = written.operation.seq;
          source.heads.committed(personId, this.#written);
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
  get written(): number | null {
    return this.#written;
  }
}

/** What the verbs of one person's unit of work have. */
export function scopesOf(
  source: Source,
  personId: string,
  deadline?: number,
  admit: Admit = atOnce,
): Scopes {
  const { kysely, dialect, timeouts, nouns, ask, findRow, fork } = source;
  const askOwn: AskOwn = (statement, values) => statement.ask(ask, personId, values);
  const read: ReadScope = {
    ask: askOwn,
    nouns,
    journal: () =>
      ownJournal({ kysely, dialect, nouns, personId, ask: askOwn, em: fork(personId) }),
    em: () => fork(personId),
    find: (noun, id) => findRow(noun, { personId, id }),
    admit,
  };
  return {
    read: (work) => withDeadline(() => work(read), timeouts.call, deadline),
    write: journalled(source, personId, deadline, admit),
  };
}
