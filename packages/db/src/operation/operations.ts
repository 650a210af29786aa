// `unit.operations`: one person's history, and undo.
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
import { listOperations, operationsSince } from './list-operations.ts';
import { sizeOfOperation } from './load-changes-to-undo.ts';
import { undo } from './undo.ts';
import { toRefusal, UndoConflict } from './undo-conflict.ts';

/** Inputs are parsed and errors thrown as in `unit.tasks`. */
export class Operations {
  readonly #read: ScopeProvider['read'];
  readonly #write: ScopeProvider['write'];

  constructor({ read, write }: ScopeProvider) {
    this.#read = read;
    this.#write = write;
  }

  /** A page, newest first. @throws Refusal BAD_REQUEST for a cursor of another list. */
  async list(input?: OperationListInput): Promise<OperationPage> {
    const filter = parseInput(OperationListInput, input) ?? {};
    return this.#read((scope) => listOperations(scope, filter));
  }

  /**
   * The operations after `seq`, oldest first; after 0, all of them.
   *
   * @throws Refusal CONFLICT if some of them are not kept any more: start over.
   */
  async since(input: OperationSinceInput): Promise<OperationsSince> {
    const after = parseInput(OperationSinceInput, input);
    return this.#read((scope) => operationsSince(scope, after));
  }

  /**
   * Undoes an operation; the undo of an undo is a redo. Of an operation that an older version wrote and that
   * exceeds today's limits, it undoes a part and returns how many changes are `left`.
   *
   * @throws Refusal NOT_FOUND; CONFLICT with `blockedBy`, the later operation that is in the way.
   */
  async undo(input: OperationUndo): Promise<OperationUndone> {
    const wanted = parseInput(OperationUndo, input);
    // The answer holds the same rows.
    const atMost = await this.#read((scope) => sizeOfOperation(scope.journal(), wanted.id));
    const options: WriteOptions = { undoes: wanted.id, size: { atMost, of: 'answer' } };
    const { result, operation } = await this.#write('operation.undo', wanted, undo, options).catch(
      async (error: unknown) => {
        throw error instanceof UndoConflict
          ? await this.#read((scope) => toRefusal(scope, error))
          : error;
      },
    );
    // An undo always changes something, so this is a repeat.
    if (!operation) throw resultNotKept();
    const { left } = Array.isArray(result) ? {} : result;
    return left === undefined ? { operation } : { operation, left };
  }
}
