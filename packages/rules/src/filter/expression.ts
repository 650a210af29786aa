import type { DateMeaning } from '../quick-add/language.ts';
import type { Flag } from './flags.ts';

/** A filter as a tree (DOMAIN §9). */
export type FilterExpr =
  | { type: 'or' | 'and'; items: FilterExpr[] }
  | { type: 'not'; item: FilterExpr }
  | FilterTerm;

export type FilterTerm =
  /** A term without a value. */
  | { type: 'flag'; flag: Flag }
  | { type: 'priority'; min: number; max: number }
  | { type: 'day'; field: DayField; relation: Relation; date: DateMeaning }
  /** Due within so many days, the first of which is today. */
  | { type: 'next-days'; days: number }
  | NameTerm
  | { type: 'search'; text: string };

export type DayField = 'due' | 'deadline' | 'start' | 'created' | 'done';
export type Relation = 'on' | 'before' | 'after';
export type NameKind = 'list' | 'section' | 'label';

/** `*` in the name stands for any text. The name is at `start` up to `end` of the query, with quotes. */
export interface NameTerm {
  type: NameKind;
  name: string;
  start: number;
  end: number;
}

/** All terms, from left to right. */
export const termsOf = (expr: FilterExpr): FilterTerm[] => {
  if ('items' in expr) return expr.items.flatMap(termsOf);
  return 'item' in expr ? termsOf(expr.item) : [expr];
};

export const isNameTerm = (term: FilterTerm): term is NameTerm => 'name' in term;
