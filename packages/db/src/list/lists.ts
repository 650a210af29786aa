// `unit.lists`: one person's lists. Each verb parses its input, then runs in a read or write scope.
import {
  ListArchive,
  type ListCounts,
  ListCountsInput,
  ListCreate,
  ListDelete,
  type ListDeleted,
  type ListItems,
  ListListInput,
  ListMove,
  type ListRead,
  ListUpdate,
} from '@tydo/schemas/list';
import { parseInput } from '../parse-input.ts';
import type { ScopeProvider } from '../scope.ts';
import { sizeOfDeletion } from '../task/leave-holder.ts';
import { createRunWrite, type RunWrite } from '../write-result.ts';
import { countLists } from './counts.ts';
import { listRows } from './list-rows.ts';
import { archiveList, deleteList, updateList } from './writes.ts';

/** Inputs are parsed and errors thrown as in `unit.tasks`. */
export class Lists {
  readonly #read: ScopeProvider['read'];
  readonly #run: RunWrite;

  constructor(scopes: ScopeProvider) {
    this.#read = scopes.read;
    this.#run = createRunWrite(scopes);
  }

  /** All, or those that are archived, or not, in their order. */
  async list(input?: ListListInput): Promise<ListItems> {
    const { archived } = parseInput(ListListInput, input) ?? {};
    const items = await this.#read(({ query }) => listRows.list(query));
    const isWanted = ({ archivedAt }: ListRead) =>
      archived === undefined || archived === (archivedAt !== null);
    return { items: items.filter(isWanted) };
  }

  /** The numbers of open tasks. */
  async counts(input?: ListCountsInput): Promise<ListCounts> {
    const wanted = parseInput(ListCountsInput, input);
    return this.#read((scope) => countLists(scope, wanted));
  }

  /** @throws Refusal BAD_REQUEST if there are too many; CONFLICT for an id that is taken. */
  async create(input: ListCreate): Promise<ListRead> {
    return this.#run('list.create', parseInput(ListCreate, input), listRows.create);
  }

  /**
   * A new name is written into the filters that have the old one.
   *
   * @throws Refusal NOT_FOUND; CONFLICT with the current list if its `updatedAt` is not `ifUpdatedAt`.
   */
  async update(input: ListUpdate): Promise<ListRead> {
    return this.#run('list.update', parseInput(ListUpdate, input), updateList);
  }

  /** @throws Refusal NOT_FOUND */
  async move(input: ListMove): Promise<ListRead> {
    return this.#run('list.move', parseInput(ListMove, input), listRows.move);
  }

  /** @throws Refusal NOT_FOUND */
  async archive(input: ListArchive): Promise<ListRead> {
    return this.#run('list.archive', parseInput(ListArchive, input), archiveList);
  }

  /** @throws Refusal NOT_FOUND; BAD_REQUEST if it needs more changes than one operation can have. */
  async delete(input: ListDelete): Promise<ListDeleted> {
    const wanted = parseInput(ListDelete, input);
    const size = await this.#read((scope) => sizeOfDeletion(scope, 'list', wanted.id));
    return this.#run('list.delete', wanted, deleteList, size);
  }
}
