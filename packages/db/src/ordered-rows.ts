// What the nouns with an order (lists, sections, labels, filters) have in common. An owner has so few of each
// that they are read whole: there are no pages, and a new rank is computed from all siblings.
import type { Anchor } from '@tydo/rules/order';
import {
  inOrder,
  type NewRow,
  type OrderedRow,
  ranksToPlace,
  requireRoom,
} from '@tydo/rules/ordered-row';
import type { Changes } from '@tydo/rules/row';
import { changedSince, notFound, taken } from './errors.ts';
import { createEntity, type Noun, type NounEntity, readColumnsOf, readRow } from './noun.ts';
import { ownRows, type QueryOwn } from './own-rows.ts';
import type { WriteScope } from './scope.ts';
import { newUid } from './uid.ts';

interface OrderedEntity<R extends OrderedRow> extends NounEntity<R> {
  change(changes: Changes<R> | { rank?: string | undefined }, now: string): void;
}

interface Options<R extends OrderedRow, E extends OrderedEntity<R>, Input> {
  noun: Noun<R, E>;
  /** How many rows an order has at most, and how the message about it calls them. */
  limit: number;
  plural: string;
  /** The field whose rows have an order of their own; without it, all rows of an owner are one order. */
  within?: keyof R & keyof Input & string;
  createRow: (input: Input, made: NewRow) => R;
}

type CreateInput = Anchor & { id?: string | undefined };
interface Update<R extends OrderedRow> {
  id: string;
  ifUpdatedAt?: string | undefined;
  changes: Changes<R>;
}

/** The reads and writes of a noun with an order. The writes take the owner's lock first. */
export function createOrderedRows<
  R extends OrderedRow,
  E extends OrderedEntity<R>,
  Input extends CreateInput,
>({ noun, limit, plural, within, createRow }: Options<R, E, Input>) {
  const columns = readColumnsOf(noun);
  const all = ownRows(noun, columns);
  const column = noun.fields.find(({ name }) => name === within)?.column;
  const some = column === undefined ? all : ownRows(noun, columns, column);

  /** @throws Refusal NOT_FOUND, the same for a row that does not exist and another owner's. */
  async function own(scope: WriteScope, id: string): Promise<E> {
    await scope.lockOwner();
    const [entity] = await scope.load(noun, [id]);
    if (!entity) throw notFound(noun.name);
    return entity;
  }

  async function setRanks(
    { load, now }: WriteScope,
    ranks: ReadonlyMap<string, string>,
  ): Promise<void> {
    for (const entity of await load(noun, [...ranks.keys()])) {
      entity.change({ rank: ranks.get(entity.read().id) }, now);
    }
  }

  /** All rows of an owner, in their order. */
  const list = async (query: QueryOwn): Promise<R[]> =>
    inOrder((await query(all, { value: '' })).map((stored) => readRow(noun, stored)));

  /** Those with a value in the field `within`. */
  const listWithin = async (query: QueryOwn, value: string): Promise<R[]> =>
    inOrder((await query(some, { value })).map((stored) => readRow(noun, stored)));

  /** The rows of one order. */
  const siblingsOf = (query: QueryOwn, row: R | Input): Promise<R[]> =>
    listWithin(query, within === undefined ? '' : String(row[within]));

  /** @throws Refusal CONFLICT for an id that is taken; RuleViolation where there are too many. */
  async function create(scope: WriteScope, input: Input): Promise<R> {
    await scope.lockOwner();
    const { em, now, personId } = scope;
    const id = input.id ?? newUid();
    const siblings = await siblingsOf(scope.query, input);
    if (siblings.some((row) => row.id === id)) throw taken();
    requireRoom(siblings.length, limit, plural);
    const ranks = new Map(ranksToPlace(siblings, id, input, now));
    const row = createRow(input, { id, now, rank: ranks.get(id) ?? '' });
    ranks.delete(id);
    const entity = createEntity(em, noun, personId, row);
    await setRanks(scope, ranks);
    await em.flush();
    return entity.read();
  }

  /**
   * Creates several rows. Those whose ids exist already are left as they are.
   *
   * @returns the ids of the new rows.
   * @throws RuleViolation where there are too many.
   */
  async function createMissing(
    scope: WriteScope,
    inputs: readonly (Input & { id: string })[],
  ): Promise<ReadonlySet<string>> {
    if (inputs.length === 0) return new Set();
    await scope.lockOwner();
    const { em, now, personId } = scope;
    const rows = new Map((await list(scope.query)).map((row) => [row.id, row]));
    const made = new Set<string>();
    const moved = new Map<string, string>();
    for (const [place, input] of inputs.entries()) {
      if (rows.has(input.id)) continue;
      const siblings = [...rows.values()].filter((row) => isSibling(row, input));
      requireRoom(siblings.length, limit, plural);
      const ranks = new Map(ranksToPlace(inOrder(siblings), input.id, input, now, place));
      made.add(input.id);
      rows.set(input.id, createRow(input, { id: input.id, now, rank: ranks.get(input.id) ?? '' }));
      for (const [id, rank] of ranks) {
        const row = rows.get(id);
        if (row) rows.set(id, { ...row, rank });
        if (!made.has(id)) moved.set(id, rank);
      }
    }
    for (const [id, row] of rows) if (made.has(id)) createEntity(em, noun, personId, row);
    await setRanks(scope, moved);
    await em.flush();
    return made;
  }

  const isSibling = (row: R, input: Input): boolean =>
    within === undefined || String(row[within]) === String(input[within]);

  /**
   * @param also what the change brings with it, before the flush.
   * @throws Refusal NOT_FOUND; CONFLICT with the current row if it was changed since.
   */
  async function update(
    scope: WriteScope,
    { id, ifUpdatedAt, changes }: Update<R>,
    also?: (before: R, after: R) => Promise<void>,
  ): Promise<R> {
    const entity = await own(scope, id);
    const before = entity.read();
    if (ifUpdatedAt !== undefined && ifUpdatedAt !== before.updatedAt) {
      throw changedSince(noun.name, before);
    }
    entity.change(changes, scope.now);
    await also?.(before, entity.read());
    await scope.em.flush();
    return entity.read();
  }

  /** @throws Refusal NOT_FOUND */
  async function move(
    scope: WriteScope,
    { id, before, after }: Anchor & { id: string },
  ): Promise<R> {
    const entity = await own(scope, id);
    const siblings = await siblingsOf(scope.query, entity.read());
    await setRanks(scope, ranksToPlace(siblings, id, { before, after }, scope.now));
    await scope.em.flush();
    return entity.read();
  }

  return { own, list, listWithin, create, createMissing, update, move };
}
