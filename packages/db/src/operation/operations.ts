// One person's journal: `unit.operations`.
import {
  OperationListInput,
  type OperationPage,
  OperationSinceInput,
  type OperationsSince,
  OperationUndo,
  type OperationUndone,
} from '@tydo/schemas/operation';
import { parseInput } from '../parse-input.ts';
import type { ScopeProvider, WriteOptions } from '../scope.ts';
import { resultNotKept } from './idempotency.ts';
import { listOperations, operationsSince } from './reads.ts';
import { undo, undoneSize } from './undo.ts';
import { toRefusal, UndoConflict } from './undo-conflict.ts';

/** Inputs and refusals are as with `unit.tasks`. */
export class Operations {
  readonly #read: ScopeProvider['read'];
  readonly #write: ScopeProvider['write'];

  constructor({ read, write }: ScopeProvider) {
    this.#read = read;
    this.#write = write;
  }

  /** A page, the newest first. @throws Refusal BAD_REQUEST for a cursor of another list. */
  async list(input?: OperationListInput): Promise<OperationPage> {
    const filter = parseInput(OperationListInput, input) ?? {};
    return this.#read((scope) => listOperations(scope, filter));
  }

  /**
   * What happened after the operation `seq`, the oldest first; after 0, everything.
   *
   * @throws Refusal CONFLICT when that is not kept any more: start over.
   */
  async since(input: OperationSinceInput): Promise<OperationsSince> {
    const after = parseInput(OperationSinceInput, input);
    return this.#read((scope) => operationsSince(scope, after));
  }

  /**
   * Takes an operation back. To do it again, take that back. Of one that an older version made larger
   * than operations may be, it takes back as much as one holds, and says how much is `left`.
   *
   * @throws Refusal NOT_FOUND; CONFLICT with `blockedBy` where somebody has built on it since.
   */
  async undo(input: OperationUndo): Promise<OperationUndone> {
    const wanted = parseInput(OperationUndo, input);
    // It answers the same rows, the other way round.
    const atMost = await this.#read((scope) => undoneSize(scope, wanted));
    const about: WriteOptions = { undoes: wanted.id, size: { atMost, of: 'answer' } };
    const { result, operation } = await this.#write('operation.undo', wanted, undo, about).catch(
      async (error: unknown) => {
        throw error instanceof UndoConflict
          ? await this.#read((scope) => toRefusal(scope, error))
          : error;
      },
    );
    // An undo has always changed something: it is a repeat.
    if (!operation) throw resultNotKept();
    const { left } = Array.isArray(result) ? {} : result;
    return left === undefined ? { operation } : { operation, left };
  }
}
