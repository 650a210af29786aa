// `unit.lists`: one person's lists. Each verb parses its input, then runs in a read or write scope.
import {
  ListCreate,
  ListDelete,
  ListListInput,
  type ListPage,
  type ListRead,
  ListRef,
  ListUpdate,
} from '@tydo/schemas/list';
import { parseInput } from '../parse-input.ts';
import type { ScopeProvider, WithOperationId, Work } from '../scope.ts';
import { getList, listLists } from './reads.ts';
import { createList, deleteList, updateList } from './writes.ts';

/**
 * Inputs are parsed with the schemas of `@tydo/schemas/list`, as at the API. All methods throw Refusal:
 * BAD_REQUEST with the problems by field; NOT_FOUND for a list that this person does not have;
 * SERVICE_UNAVAILABLE when the database is away.
 */
export class Lists {
  readonly #read: ScopeProvider['read'];
  readonly #write: ScopeProvider['write'];

  constructor({ read, write }: ScopeProvider) {
    this.#read = read;
    this.#write = write;
  }

  /** A page, newest first. */
  async list(input?: ListListInput): Promise<ListPage> {
    const wanted = parseInput(ListListInput, input) ?? {};
    return this.#read((scope) => listLists(scope, wanted));
  }

  async get(input: ListRef): Promise<ListRead> {
    const { id } = parseInput(ListRef, input);
    return this.#read((scope) => getList(scope, id));
  }

  async create(input: ListCreate): Promise<ListRead> {
    return this.#do('list.create', parseInput(ListCreate, input), createList);
  }

  async update(input: ListUpdate): Promise<ListRead> {
    return this.#do('list.update', parseInput(ListUpdate, input), updateList);
  }

  async delete(input: ListDelete): Promise<ListRef> {
    return this.#do('list.delete', parseInput(ListDelete, input), deleteList);
  }

  async #do<Input extends WithOperationId, Result>(
    kind: string,
    input: Input,
    work: Work<Input, Result>,
  ): Promise<Result> {
    return (await this.#write(kind, input, work)).result;
  }
}
