// `unit.labels`: one person's labels. Each verb parses its input, then runs in a read or write scope.
import {
  LabelCreate,
  LabelDelete,
  type LabelDeleted,
  type LabelItems,
  LabelMove,
  type LabelRead,
  LabelUpdate,
} from '@tydo/schemas/label';
import { parseInput } from '../parse-input.ts';
import type { ScopeProvider } from '../scope.ts';
import { sizeOfDeletion } from '../task/leave-holder.ts';
import { createRunWrite, type RunWrite } from '../write-result.ts';
import { labelRows } from './label-rows.ts';
import { deleteLabel, updateLabel } from './writes.ts';

/** Inputs are parsed and errors thrown as in `unit.tasks`. */
export class Labels {
  readonly #read: ScopeProvider['read'];
  readonly #run: RunWrite;

  constructor(scopes: ScopeProvider) {
    this.#read = scopes.read;
    this.#run = createRunWrite(scopes);
  }

  /** All, in their order. */
  list(): Promise<LabelItems> {
    return this.#read(async ({ query }) => ({ items: await labelRows.list(query) }));
  }

  /** @throws Refusal BAD_REQUEST if there are too many; CONFLICT for an id or name that is taken. */
  async create(input: LabelCreate): Promise<LabelRead> {
    return this.#run('label.create', parseInput(LabelCreate, input), labelRows.create);
  }

  /**
   * A new name is written into the filters that have the old one.
   *
   * @throws Refusal NOT_FOUND; CONFLICT with the current label if its `updatedAt` is not `ifUpdatedAt`.
   */
  async update(input: LabelUpdate): Promise<LabelRead> {
    return this.#run('label.update', parseInput(LabelUpdate, input), updateLabel);
  }

  /** @throws Refusal NOT_FOUND */
  async move(input: LabelMove): Promise<LabelRead> {
    return this.#run('label.move', parseInput(LabelMove, input), labelRows.move);
  }

  /** @throws Refusal NOT_FOUND; BAD_REQUEST if it needs more changes than one operation can have. */
  async delete(input: LabelDelete): Promise<LabelDeleted> {
    const wanted = parseInput(LabelDelete, input);
    const size = await this.#read((scope) => sizeOfDeletion(scope, 'label', wanted.id));
    return this.#run('label.delete', wanted, deleteLabel, size);
  }
}
