// Which rows a view or a count takes.
import { fold } from '@tydo/rules/fold';
import type { Change, Model, Noun, Row, RowTest } from './model.ts';
import type { Rows } from './rows.ts';
import type { RowsSpec } from './view-spec.ts';

export interface ViewTestContext {
  model: Model;
  rows: Rows;
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
  /** Its conditions read the rows again. */
  remake: () => void;
}

/** Names the rows that a specification asks for. */
export const nameOf = ({ noun, where = {}, search = '', if: conditions = {} }: RowsSpec): string =>
  JSON.stringify([noun, Object.entries(where), fold(search.trim()), Object.entries(conditions)]);

/** @throws TypeError for a noun or a condition that there is not. */
export function createViewTest(context: ViewTestContext, spec: RowsSpec): ViewTest {
  const { model, rows, isLateHere, textOf } = context;
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
  const makeAll = () =>
    conditions.map(({ condition, argument }) =>
      condition.isLate && !isLateHere() ? never : condition.make(see, argument),
    );
  let tests: RowTest[] | undefined;
  return {
    isAll: wanted.length === 0 && search === '' && named.length === 0,
    hasConditions: conditions.length > 0,
    holds: (row) =>
      wanted.every(([field, value]) => has(row[field], value)) &&
      (tests ??= makeAll()).every((test) => test.holds(row)) &&
      (search === '' || textOf(noun, row).includes(search)),
    isConcerned: (changes) =>
      conditions.some(({ condition: { reads } }) => changes.some((one) => isRead(reads, one))),
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
