// `unit.filters`: one person's filters. Each verb parses its input, then runs in a read or write scope.
import { parseFilter, unknownNames } from '@tydo/rules/filter';
import { requireQuery } from '@tydo/rules/saved-filter';
import {
  type FilterChecked,
  FilterCheckInput,
  FilterCreate,
  FilterDelete,
  type FilterItems,
  FilterMove,
  type FilterRead,
  type FilterRef,
  FilterUpdate,
} from '@tydo/schemas/filter';
import { labelRows } from '../label/label-rows.ts';
import { listRows } from '../list/list-rows.ts';
import { parseInput } from '../parse-input.ts';
import type { ScopeProvider, WriteScope } from '../scope.ts';
import { sectionRows } from '../section/section-rows.ts';
import { createRunWrite, type RunWrite } from '../write-result.ts';
import { filterRows } from './filter-rows.ts';

/** Inputs are parsed and errors thrown as in `unit.tasks`. */
export class Filters {
  readonly #read: ScopeProvider['read'];
  readonly #run: RunWrite;

  constructor(scopes: ScopeProvider) {
    this.#read = scopes.read;
    this.#run = createRunWrite(scopes);
  }

  /** All, in their order. */
  list(): Promise<FilterItems> {
    return this.#read(async ({ query }) => ({ items: await filterRows.list(query) }));
  }

  /** Whether a query parses, and which of its names no list, section or label has. */
  async check(input: FilterCheckInput): Promise<FilterChecked> {
    const parsed = parseFilter(parseInput(FilterCheckInput, input).query);
    if (!parsed.ok) return parsed;
    return this.#read(async ({ query }) => {
      const [lists, sections, labels] = await Promise.all([
        listRows.list(query),
        sectionRows.list(query),
        labelRows.list(query),
      ]);
      return { ok: true, unknown: unknownNames(parsed.expr, { lists, sections, labels }) };
    });
  }

  /** @throws Refusal BAD_REQUEST at `query` if it does not parse, or there are too many; CONFLICT. */
  async create(input: FilterCreate): Promise<FilterRead> {
    return this.#run('filter.create', parseInput(FilterCreate, input), filterRows.create);
  }

  /** @throws Refusal BAD_REQUEST at `query` if it does not parse; NOT_FOUND; CONFLICT. */
  async update(input: FilterUpdate): Promise<FilterRead> {
    return this.#run('filter.update', parseInput(FilterUpdate, input), updateFilter);
  }

  /** @throws Refusal NOT_FOUND */
  async move(input: FilterMove): Promise<FilterRead> {
    return this.#run('filter.move', parseInput(FilterMove, input), filterRows.move);
  }

  /** @throws Refusal NOT_FOUND */
  async delete(input: FilterDelete): Promise<FilterRef> {
    return this.#run('filter.delete', parseInput(FilterDelete, input), deleteFilter);
  }
}

async function updateFilter(
  scope: WriteScope,
  { id, ifUpdatedAt, ...changes }: Omit<FilterUpdate, 'operationId'>,
): Promise<FilterRead> {
  if (changes.query !== undefined) requireQuery(changes.query);
  return filterRows.update(scope, { id, ifUpdatedAt, changes });
}

async function deleteFilter(scope: WriteScope, { id }: FilterRef): Promise<FilterRef> {
  scope.em.remove(await filterRows.own(scope, id));
  await scope.em.flush();
  return { id };
}
