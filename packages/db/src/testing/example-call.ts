// One valid input of any verb, for tests that call every verb once. Rows are named after their noun: `list1`.
import {
  fill,
  isClientGenerated,
  type Leaf,
  leavesOf,
  nounOf,
} from '@tydo/schemas/testing/input-shape';
import type { Verb } from './verbs.ts';

/** Left out: they name another operation, another state of the row, or a neighbour. */
const omitted = /\.(operationId|ifUpdatedAt|before|after|occurrence|at)$/;

/**
 * All fields of an input; of a verb without one, undefined.
 *
 * @param nth the number of the row that a new row is named by; others name the first row.
 */
export const exampleInput = ({ input }: Verb, nth = 1): unknown =>
  input &&
  fill(input, {
    value: (leaf) => valueOf(leaf, nth),
    sends: (field) => !leavesOf(field).every(({ at }) => omitted.test(at)),
    choose: (options) => options.find(({ kind }) => kind !== 'id'),
    size: ({ min }) => Math.max(1, min),
  });

/** The id of the nth row of a noun whose ids are UUIDs. */
export const rowUuid = (nth: number): string =>
  `00000000-0000-4000-9000-${String(nth).padStart(12, '0')}`;

function valueOf(leaf: Leaf, nth: number): unknown {
  switch (leaf.kind) {
    case 'uid':
      return `${nounOf(leaf)}${isClientGenerated(leaf) ? nth : 1}`;
    case 'text':
    case 'search':
      return `${leaf.at} ${nth}`;
    case 'query':
      return 'p1 & search: milk';
    case 'zone':
      return 'Europe/Berlin';
    case 'date':
      return '2150-01-31';
    case 'rule':
      return 'FREQ=DAILY';
    case 'choice':
      return leaf.choices.at(-1);
    case 'number':
      return leaf.min;
    case 'uuid':
      return rowUuid(isClientGenerated(leaf) ? nth : 1);
    case 'id':
    case 'cursor':
    case 'seq':
    case 'time':
      throw new Error(`There is no example of ${leaf.at}.`);
  }
}
