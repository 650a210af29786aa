// `unit.imports`: rows of other programs.
import { ImportAdd, type ImportAdded } from '@tydo/schemas/import';
import { parseInput } from '../parse-input.ts';
import type { ScopeProvider } from '../scope.ts';
import { createRunWrite, type RunWrite } from '../write-result.ts';
import { addRows } from './add-rows.ts';

/** Inputs are parsed and errors thrown as in `unit.tasks`. */
export class Imports {
  readonly #run: RunWrite;

  constructor(scopes: ScopeProvider) {
    this.#run = createRunWrite(scopes);
  }

  /**
   * Adds rows with the ids that they have elsewhere; rows whose ids exist already stay as they are.
   *
   * @throws Refusal NOT_FOUND for a reference to nothing; BAD_REQUEST where there are too many rows.
   */
  async add(input: ImportAdd): Promise<ImportAdded> {
    return this.#run('import.add', parseInput(ImportAdd, input), addRows);
  }
}
