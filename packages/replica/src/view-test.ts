// Which rows a view or a count takes.
import { fold } from '@tydo/rules/fold';
import { type Clock, isoNow } from './clock.ts';
import type { Change, Model, Noun, Row, RowTest } from './model.ts';
import type { Rows } from './rows.ts';
import type { RowsSpec } from './view-spec.ts';

export interface ViewTestContext {
  model: Model;
  rows: Rows;
  clock: Clock;
  isLateHere: () => boolean;
  /** All folded texts of a row. */
  textOf: (noun: Noun, row: Row) => string;
}

export interface ViewTest {
  isAll: boolean;
  holds: (row: Row) => boolean;
  /** Whether its conditions read what has changed. */
  isConcerned: (changes: readonly Change[]) => boolean;
  hasConditions: boolean;
  /** When it changes by itself, as far as it knows from the rows that it was asked about. In ms since 1970. */
  readonly changesAt: number;
  /** Its conditions read the rows and the clock again. */
  remake: () => void;
}

/** Names the rows that a specification asks for. */
export const nameOf = ({ noun, where = {}, search = '', if: conditions = {} }: RowsSpec): string =>
  JSON.stringify([noun, Object.entries(where), fold(search.trim()), Object.entries(conditions)]);

/** @throws TypeError for a noun or a condition that there is not. */
export function createViewTest(context: ViewTestContext, spec: RowsSpec): ViewTest {
  const { model, rows, clock, isLateHere, textOf } = context;
  const noun = model.nouns[spec.noun];
  if (!noun) throw new TypeError(`There is no noun ${spec.noun}.`);
  const search = fold((spec.search ?? '').trim());
  const wanted = Object.entries(spec.where ?? {});
  const named = Object.entries(spec.if ?? {});
  const conditions = named.map(([name, argument]) => {
    const condition = noun.conditions?.[name];
    if (!condition) throw new TypeError(`${spec.noun} has no condition ${name}.`);
    return { condition, argument };
  });
  const see = { all: (name: string) => [...rows.visible(name)] };
  const never: RowTest = { holds: () => false };
  let tests: RowTest[] | undefined;
  let changesAt = Infinity;
  function makeAll(): RowTest[] {
    changesAt = Infinity;
    const now = isoNow(clock);
    return conditions.map(({ condition, argument }) =>
      condition.isLate && !isLateHere() ? never : condition.make(see, argument, now),
    );
  }
  function passes(test: RowTest, row: Row): boolean {
    changesAt = Math.min(changesAt, test.changesAt?.(row) ?? Infinity);
    return test.holds(row);
  }
  return {
    isAll: wanted.length === 0 && search === '' && named.length === 0,
    hasConditions: conditions.length > 0,
    holds: (row) =>
      wanted.every(([field, value]) => has(row[field], value)) &&
      (tests ??= makeAll()).every((test) => passes(test, row)) &&
      (search === '' || textOf(noun, row).includes(search)),
    isConcerned: (changes) =>
      conditions.some(({ condition: { reads } }) => changes.some((one) => isRead(reads, one))),
    get changesAt() {
      return changesAt;
    },
    remake: () => {
      tests = makeAll();
    },
  };
}

/** Of a field with several values, one of them. */
const has = (value: unknown, wanted: unknown): boolean =>
  Array.isArray(value) ? value.includes(wanted) : value === wanted;

const isRead = (
  reads: Readonly<Record<string, readonly string[]>>,
  { noun, before, after }: Change,
): boolean => {
  const valueOf = (row: Row | null, field: string) => row?.[field] ?? null;
  return (reads[noun] ?? []).some((field) => valueOf(before, field) !== valueOf(after, field));
};
