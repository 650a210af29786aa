// Exports a person's rows of every noun, page by page. A rare read, so it uses the ORM, whose filter
// restricts it to the owner.
import type { Nouns } from './entities.ts';
import type { Noun, Row, RowId } from './noun.ts';
import type { ScopeProvider } from './scope.ts';

const pageSize = 100;

export interface ExportPage {
  items: Row[];
  /** Where to go on; null on the last page. */
  next: RowId | null;
}

/** The rows of a person, by the names that entities.ts gives them. */
export class Export {
  readonly #read: ScopeProvider['read'];
  readonly #nouns: ReadonlyMap<string, Noun>;

  constructor({ read }: ScopeProvider, { exported }: Nouns) {
    this.#read = read;
    this.#nouns = exported;
  }

  get names(): string[] {
    return [...this.#nouns.keys()];
  }

  /**
   * A page by id descending.
   *
   * @param after `next` of the page before.
   * @throws TypeError for an unknown name; Refusal SERVICE_UNAVAILABLE.
   */
  page(name: string, after: RowId | null): Promise<ExportPage> {
    const noun = this.#nouns.get(name);
    if (!noun) throw new TypeError(`The export has no ${name}.`);
    return this.#read(async ({ em }) => {
      const where = after === null ? {} : { id: { $lt: after } };
      const order = { orderBy: { id: 'desc' }, limit: pageSize + 1 } as const;
      const rows = await em().find(noun.entity, where, order);
      const items = rows.slice(0, pageSize).map((entity) => entity.read());
      const last = items.at(-1);
      const next = last && rows.length > pageSize ? noun.idOf(last) : null;
      return { items, next };
    });
  }
}
