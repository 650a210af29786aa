// `unit.sections`: one person's sections. Each verb parses its input, then runs in a read or write scope.
import {
  SectionCreate,
  SectionDelete,
  type SectionDeleted,
  type SectionItems,
  SectionListInput,
  SectionMove,
  type SectionRead,
  SectionUpdate,
} from '@tydo/schemas/section';
import { notFound } from '../errors.ts';
import { listNoun } from '../list/list.entity.ts';
import { parseInput } from '../parse-input.ts';
import type { ScopeProvider } from '../scope.ts';
import { sizeOfDeletion } from '../task/leave-holder.ts';
import { createRunWrite, type RunWrite } from '../write-result.ts';
import { sectionRows } from './section-rows.ts';
import { deleteSection, updateSection } from './writes.ts';

/** Inputs are parsed and errors thrown as in `unit.tasks`. */
export class Sections {
  readonly #read: ScopeProvider['read'];
  readonly #run: RunWrite;

  constructor(scopes: ScopeProvider) {
    this.#read = scopes.read;
    this.#run = createRunWrite(scopes);
  }

  /** All, or those of a list, in their order. @throws Refusal NOT_FOUND for a list that is not there. */
  async list(input?: SectionListInput): Promise<SectionItems> {
    const { listId } = parseInput(SectionListInput, input) ?? {};
    return this.#read(async ({ query, find }) => {
      if (listId === undefined) return { items: await sectionRows.list(query) };
      if (!(await find(listNoun, listId))) throw notFound('list');
      return { items: await sectionRows.listWithin(query, listId) };
    });
  }

  /** @throws Refusal BAD_REQUEST if there are too many; CONFLICT for an id that is taken. */
  async create(input: SectionCreate): Promise<SectionRead> {
    return this.#run('section.create', parseInput(SectionCreate, input), sectionRows.create);
  }

  /**
   * A new name is written into the filters that have the old one.
   *
   * @throws Refusal NOT_FOUND; CONFLICT with the current section if its `updatedAt` is not `ifUpdatedAt`.
   */
  async update(input: SectionUpdate): Promise<SectionRead> {
    return this.#run('section.update', parseInput(SectionUpdate, input), updateSection);
  }

  /** @throws Refusal NOT_FOUND */
  async move(input: SectionMove): Promise<SectionRead> {
    return this.#run('section.move', parseInput(SectionMove, input), sectionRows.move);
  }

  /** @throws Refusal NOT_FOUND; BAD_REQUEST if it needs more changes than one operation can have. */
  async delete(input: SectionDelete): Promise<SectionDeleted> {
    const wanted = parseInput(SectionDelete, input);
    const size = await this.#read((scope) => sizeOfDeletion(scope, 'section', wanted.id));
    return this.#run('section.delete', wanted, deleteSection, size);
  }
}
