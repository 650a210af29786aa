// `unit.sections`: one person's sections. Each verb parses its input, then runs in a read or write scope.
import {
  SectionCreate,
  SectionDelete,
  SectionListInput,
  type SectionPage,
  type SectionRead,
  SectionRef,
  SectionUpdate,
} from '@tydo/schemas/section';
import { parseInput } from '../parse-input.ts';
import type { ScopeProvider, WithOperationId, Work } from '../scope.ts';
import { getSection, listSections } from './reads.ts';
import { createSection, deleteSection, updateSection } from './writes.ts';

/**
 * Inputs are parsed with the schemas of `@tydo/schemas/section`, as at the API. All methods throw Refusal:
 * BAD_REQUEST with the problems by field; NOT_FOUND for a section that this person does not have;
 * SERVICE_UNAVAILABLE when the database is away.
 */
export class Sections {
  readonly #read: ScopeProvider['read'];
  readonly #write: ScopeProvider['write'];

  constructor({ read, write }: ScopeProvider) {
    this.#read = read;
    this.#write = write;
  }

  /** A page, newest first. */
  async list(input?: SectionListInput): Promise<SectionPage> {
    const wanted = parseInput(SectionListInput, input) ?? {};
    return this.#read((scope) => listSections(scope, wanted));
  }

  async get(input: SectionRef): Promise<SectionRead> {
    const { id } = parseInput(SectionRef, input);
    return this.#read((scope) => getSection(scope, id));
  }

  async create(input: SectionCreate): Promise<SectionRead> {
    return this.#do('section.create', parseInput(SectionCreate, input), createSection);
  }

  async update(input: SectionUpdate): Promise<SectionRead> {
    return this.#do('section.update', parseInput(SectionUpdate, input), updateSection);
  }

  async delete(input: SectionDelete): Promise<SectionRef> {
    return this.#do('section.delete', parseInput(SectionDelete, input), deleteSection);
  }

  async #do<Input extends WithOperationId, Result>(
    kind: string,
    input: Input,
    work: Work<Input, Result>,
  ): Promise<Result> {
    return (await this.#write(kind, input, work)).result;
  }
}
