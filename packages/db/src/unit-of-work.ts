// A unit of work belongs to one person and is created for one call.
import { OwnAccount } from './account/own-account.ts';
import { withDeadline } from './connection/deadline.ts';
import { refusalOf } from './errors.ts';
import { Export } from './export.ts';
import { Filters } from './filter/filters.ts';
import { Imports } from './import/imports.ts';
import { Labels } from './label/labels.ts';
import { Lists } from './list/lists.ts';
import { createJournalReader } from './operation/journal-reader.ts';
import { Operations } from './operation/operations.ts';
import { createWrite } from './operation/transaction.ts';
import { createOwnQuery } from './own-rows.ts';
import type { ReadScope, ReserveMemory, ScopeProvider, UnitDependencies } from './scope.ts';
import { Sections } from './section/sections.ts';
import { PersonalSettings } from './settings/personal-settings.ts';
import { Sync } from './sync/sync.ts';
import { Feed } from './task/feed.ts';
import { Tasks } from './task/tasks.ts';
import { Tokens } from './token/tokens.ts';

/** The default: no limit on memory. */
const unlimited: ReserveMemory = () => Promise.resolve();

/** All reads and writes of one person's data. Created by `database.unitOfWork(personId)`. */
export class UnitOfWork {
  /** This person's tasks. */
  readonly tasks: Tasks;
  readonly lists: Lists;
  readonly sections: Sections;
  readonly labels: Labels;
  readonly filters: Filters;
  readonly settings: PersonalSettings;
  /** Rows of other programs. */
  readonly imports: Imports;
  /** The tokens of their programs and feeds. */
  readonly tokens: Tokens;
  readonly account: OwnAccount;
  /** Their history, and undo. */
  readonly operations: Operations;
  /** Their rows in pages, for an export. */
  readonly export: Export;
  /** What a calendar feed shows. */
  readonly feed: Feed;
  /** What a device needs that holds all of them. */
  readonly sync: Sync;
  #lastSeq: number | null = null;

  /** @internal */
  constructor(
    dependencies: UnitDependencies,
    personId: string,
    deadline?: number,
    reserveMemory: ReserveMemory = unlimited,
    at?: string,
  ) {
    const { read, write } = createScopeProvider(
      dependencies,
      personId,
      deadline,
      reserveMemory,
      at,
    );
    const scopes: ScopeProvider = {
      read,
      write: async (...args) => {
        const written = await write(...args);
        if (written.operation) this.#lastSeq = written.operation.seq;
        return written;
      },
    };
    this.tasks = new Tasks(scopes);
    this.lists = new Lists(scopes);
    this.sections = new Sections(scopes);
    this.labels = new Labels(scopes);
    this.filters = new Filters(scopes);
    this.settings = new PersonalSettings(scopes);
    this.imports = new Imports(scopes);
    this.tokens = new Tokens(scopes, dependencies, personId, deadline);
    this.account = new OwnAccount(scopes);
    this.operations = new Operations(scopes);
    this.export = new Export(scopes, dependencies.nouns);
    this.feed = new Feed(scopes);
    this.sync = new Sync(scopes);
  }

  /** The number of the operation that the last write here wrote; null where it changed nothing. */
  get lastSeq(): number | null {
    return this.#lastSeq;
  }
}

const refuse = (error: unknown): never => {
  throw refusalOf(error);
};

/** Runs the reads and writes of one person's unit of work. */
export function createScopeProvider(
  dependencies: UnitDependencies,
  personId: string,
  deadline?: number,
  reserveMemory: ReserveMemory = unlimited,
  at?: string,
): ScopeProvider {
  const { timeouts, nouns, execute, findRow, fork } = dependencies;
  const read: ReadScope = {
    query: createOwnQuery(execute, personId),
    journal: () => createJournalReader(dependencies, personId),
    nouns,
    em: () => fork(personId),
    find: (noun, id) => findRow(noun, { personId, id }),
    reserveMemory,
  };
  return {
    read: (work) => withDeadline(() => work(read).catch(refuse), timeouts.call, deadline),
    write: createWrite(dependencies, personId, deadline, reserveMemory, at),
  };
}
