// `unit.labels`: one person's labels. Each verb parses its input, then runs in a read or write scope.
import {
  LabelCreate,
  LabelDelete,
  LabelListInput,
  type LabelPage,
  type LabelRead,
  LabelRef,
  LabelUpdate,
} from '@tydo/schemas/label';
import { parseInput } from '../parse-input.ts';
import type { ScopeProvider, WithOperationId, Work } from '../scope.ts';
import { getLabel, listLabels } from './reads.ts';
import { createLabel, deleteLabel, updateLabel } from './writes.ts';

/**
 * Inputs are parsed with the schemas of `@tydo/schemas/label`, as at the API. All methods throw Refusal:
 * BAD_REQUEST with the problems by field; NOT_FOUND for a label that this person does not have;
 * SERVICE_UNAVAILABLE when the database is away.
 */
export class Labels {
  readonly #read: ScopeProvider['read'];
  readonly #write: ScopeProvider['write'];

  constructor({ read, write }: ScopeProvider) {
    this.#read = read;
    this.#write = write;
  }

  /** A page, newest first. */
  async list(input?: LabelListInput): Promise<LabelPage> {
    const wanted = parseInput(LabelListInput, input) ?? {};
    return this.#read((scope) => listLabels(scope, wanted));
  }

  async get(input: LabelRef): Promise<LabelRead> {
    const { id } = parseInput(LabelRef, input);
    return this.#read((scope) => getLabel(scope, id));
  }

  async create(input: LabelCreate): Promise<LabelRead> {
    return this.#do('label.create', parseInput(LabelCreate, input), createLabel);
  }

  async update(input: LabelUpdate): Promise<LabelRead> {
    return this.#do('label.update', parseInput(LabelUpdate, input), updateLabel);
  }

  async delete(input: LabelDelete): Promise<LabelRef> {
    return this.#do('label.delete', parseInput(LabelDelete, input), deleteLabel);
  }

  async #do<Input extends WithOperationId, Result>(
    kind: string,
    input: Input,
    work: Work<Input, Result>,
  ): Promise<Result> {
    return (await this.#write(kind, input, work)).result;
  }
}
