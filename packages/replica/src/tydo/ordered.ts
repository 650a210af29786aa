// What lists, sections, labels and filters share: a name, an order, and most of their commands.
import { pendingRank, provisionalRank } from '@tydo/rules/order';
import type { NewRow, OrderedRow } from '@tydo/rules/ordered-row';
import { applyChanges, type Changes, pickFields } from '@tydo/rules/row';
import { MissingRow } from '@tydo/rules/violation';
import { textChangeIn, whileThere } from './row-input.ts';
import {
  byBytes,
  type TydoCommand,
  type TydoNoun,
  type TydoRows,
  type TydoSee,
  type TydoWritten,
} from './rows.ts';

type OrderedName = 'list' | 'section' | 'label' | 'filter';

/** By rank, then by id. */
export const byRank = (one: Pick<OrderedRow, 'id' | 'rank'>, other: typeof one): number =>
  byBytes(one.rank, other.rank) || byBytes(one.id, other.id);

export const orderedNoun = <Name extends OrderedName>(
  read: { shape: object },
  more: Partial<TydoNoun<Name>> = {},
): TydoNoun<Name> => ({
  fields: Object.keys(read.shape),
  keyOf: ({ id }) => id,
  references: {},
  texts: ({ name }) => [name],
  compare: byRank,
  // There are few: they are read before the tasks.
  chunkOf: () => 0,
  ...more,
});

/** Without what is no field, such as `ifUpdatedAt`. */
const changesOf = <R extends OrderedRow>(row: R, input: object): Changes<R> =>
  pickFields(input, row) as Changes<R>;

interface Place {
  before?: string | undefined;
  after?: string | undefined;
}
type CreateInput = Place & { id?: string | undefined };
type UpdateInput = { id: string; name?: string | undefined };
type Schema<T> = { parse: (input: unknown) => T };

interface OrderedRules<Name extends OrderedName, Create, Update, Move, Delete> {
  noun: Name;
  schemas: {
    create: Schema<Create>;
    update: Schema<Update>;
    move: Schema<Move>;
    delete: Schema<Delete>;
  };
  /** Fields that are compared with what the person saw. */
  texts: readonly (keyof Update & string)[];
  /** @throws RuleViolation; MissingRow */
  created: (see: TydoSee, input: Create, made: NewRow) => TydoRows[Name];
  /** What goes with a change of a row, such as filters that name it. @throws RuleViolation */
  changed?: (see: TydoSee, change: Change<TydoRows[Name]>, now: string) => TydoWritten[];
  /** What goes with a row that is deleted. */
  deleted?: (see: TydoSee, row: TydoRows[Name], now: string) => TydoWritten[];
  /** Whether two rows are in one order; by default all rows of the noun are. */
  areSiblings?: (one: TydoRows[Name], other: TydoRows[Name]) => boolean;
}

interface Change<R> {
  before: R;
  after: R;
}

/** The commands of a noun. */
export function orderedCommands<
  Name extends OrderedName,
  Create extends CreateInput,
  Update extends UpdateInput,
  Move extends Place & { id: string },
  Delete extends { id: string },
>(rules: OrderedRules<Name, Create, Update, Move, Delete>) {
  type R = TydoRows[Name];
  const { noun, schemas, areSiblings = () => true } = rules;
  const written = (row: R): TydoWritten => ({ noun, key: row.id, after: row });

  function required(see: TydoSee, id: string): R {
    const row = see.row(noun, id);
    if (!row) throw new MissingRow(noun);
    return row;
  }
  /** Beside the row that is named, else at the end. */
  function withRank(see: TydoSee, row: R, { before, after }: Place, place: number): R {
    const other = see.row(noun, before ?? after ?? '');
    if (!other || !areSiblings(row, other)) return { ...row, rank: pendingRank(place) };
    const anchor = before === undefined ? { after: other.rank } : { before: other.rank };
    return { ...row, rank: provisionalRank(anchor, place) };
  }

  const create: TydoCommand<Create> = {
    parse: (input) => schemas.create.parse(input),
    name: (input, newId) => ({ ...input, id: input.id ?? newId() }),
    apply(see, input, { now, place }) {
      const { id = '' } = input;
      // The server refuses an id that is taken.
      if (see.row(noun, id)) return [];
      const row = rules.created(see, input, { id, rank: pendingRank(place), now });
      return [written(withRank(see, row, input, place))];
    },
  };
  const update: TydoCommand<Update> = {
    parse: (input) => schemas.update.parse(input),
    apply(see, { id, ...changes }, { now }) {
      const before = required(see, id);
      const after = applyChanges(before, changesOf(before, changes), now);
      return [written(after), ...(rules.changed?.(see, { before, after }, now) ?? [])];
    },
    textChange: textChangeIn(noun, rules.texts),
  };
  const move: TydoCommand<Move> = {
    parse: (input) => schemas.move.parse(input),
    apply(see, input, { place }) {
      const row = required(see, input.id);
      const isBesideItself = input.id === (input.before ?? input.after);
      return isBesideItself ? [] : [written(withRank(see, row, input, place))];
    },
    remaining: whileThere(noun),
  };
  const remove: TydoCommand<Delete> = {
    parse: (input) => schemas.delete.parse(input),
    apply(see, { id }, { now }) {
      const row = required(see, id);
      return [{ noun, key: id, after: null }, ...(rules.deleted?.(see, row, now) ?? [])];
    },
    remaining: whileThere(noun),
  };
  return { create, update, move, remove };
}
