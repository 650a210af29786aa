// Random calls of all verbs, from random numbers: the same numbers give the same calls on each engine. Rows are
// named by their place in a small pool of names, so that calls meet each other's rows.
import {
  fill,
  isClientGenerated,
  type Leaf,
  leavesOf,
  nounOf,
} from '@tydo/schemas/testing/input-shape';
import fc from 'fast-check';
import { rowUuid } from './example-call.ts';
import { type Verb, verbs, writes } from './verbs.ts';

export interface RandomCall {
  verb: Verb;
  input: unknown;
}

/** How many rows of a noun the calls name. */
const poolSize = 4;

const tape = fc.array(fc.nat({ max: 2 ** 16 }), { minLength: 40, maxLength: 40, size: 'max' });

/** For each call its numbers; of different lengths. */
export const tapes = (calls: { min: number; max: number }): fc.Arbitrary<number[][]> =>
  fc.array(tape, { minLength: calls.min, maxLength: calls.max, size: 'max' });

/** The calls: first those that create rows of every noun, then any. */
export function callsFrom(numbers: readonly number[][]): RandomCall[] {
  const operationIds: string[] = [];
  const creates = writes.filter(({ name }) => name === 'create');
  const stock = creates.flatMap((verb) => [verb, verb, verb]);
  const weighted = writes.flatMap((verb) => Array.from({ length: weightOf(verb) }, () => verb));
  return numbers.map((own, nth) => {
    const draw = drawFrom(own);
    const verb = stock[nth] ?? draw.pick(draw.oneIn(5) ? verbs : weighted);
    // A new row of the stock has a name of its own.
    return { verb, input: inputOf(verb, draw, operationIds, stock[nth] && (nth % 3) + 1) };
  });
}

/** More is created than deleted, so that there is something to change. */
function weightOf({ noun, name }: Verb): number {
  const weight = name.startsWith('create') ? 4 : /^(delete|clear)/.test(name) ? 1 : 2;
  return noun === 'task' ? 2 * weight : weight;
}

type Draw = ReturnType<typeof drawFrom>;

/** Draws from the numbers, and 0 after the last. */
function drawFrom(numbers: readonly number[]) {
  let at = 0;
  const next = () => numbers[at++] ?? 0;
  return {
    // no list is empty.
    pick: <T>(list: readonly T[]): T => list[next() % list.length] as T,
    between: (min: number, max: number) => min + (next() % (max - min + 1)),
    oneIn: (count: number) => next() % count === count - 1,
  };
}

function inputOf(
  { input }: Verb,
  draw: Draw,
  operationIds: string[],
  nth: number | undefined,
): unknown {
  return (
    input &&
    fill(input, {
      value: (leaf) => valueOf(leaf, draw, operationIds, nth),
      // What the server generates differs between engines.
      sends: (field) => leavesOf(field).some(isClientGenerated) || draw.oneIn(5),
      choose(options) {
        // With an id of the operation: a random one differs between engines, as integers of tasks do.
        const named = options.filter((option) => leavesOf(option).some(isOperationId));
        return draw.pick(named[0] ? named : options.filter(({ kind }) => kind !== 'id'));
      },
      size: ({ min, max }) => draw.between(min, Math.min(max, min + 3)),
    })
  );
}

const isOperationId = ({ at }: Leaf) => at.endsWith('.operationId');

function valueOf(leaf: Leaf, draw: Draw, operationIds: string[], nth?: number): unknown {
  switch (leaf.kind) {
    case 'id':
      return 2 ** 31 - 1;
    case 'uid':
      if (isClientGenerated(leaf)) return `${nounOf(leaf)}${nth ?? draw.between(1, poolSize)}`;
      return draw.oneIn(25) ? 'nobody' : `${nounOf(leaf)}${draw.between(1, poolSize)}`;
    case 'uuid': {
      if (leaf.at.startsWith('operation.') && !isOperationId(leaf)) {
        return draw.pick([nthUuid(0), ...operationIds]);
      }
      if (!isOperationId(leaf)) return rowUuid(nth ?? draw.between(1, poolSize));
      // Rarely one that was used before.
      if (operationIds.length > 0 && draw.oneIn(20)) return draw.pick(operationIds);
      operationIds.push(nthUuid(operationIds.length + 1));
      return operationIds.at(-1);
    }
    case 'cursor':
      return undefined;
    case 'seq':
      return draw.between(0, 9);
    case 'number':
      return draw.between(leaf.min, Math.min(leaf.max, leaf.min + 5));
    case 'choice':
      return draw.pick(leaf.choices);
    case 'time':
      return draw.pick(['2000-01-01T00:00:00.000Z', '2026-11-30T12:00:00.000Z']);
    case 'text':
    case 'search':
    case 'query':
    case 'zone':
    case 'date':
    case 'rule':
      return draw.oneIn(25) ? invalid[leaf.kind] : draw.pick(valid[leaf.kind]);
  }
}

const words = ['milk', 'Käse', 'home', '😀 tea', 'Ärger', ' two words '];
const valid = {
  text: words,
  search: words,
  query: ['#milk | @Käse', '/home & !p1', 'search: tea', '#"two words"', 'today | done'],
  zone: ['Europe/Berlin', 'UTC'],
  date: [
    '2026-12-01',
    '2026-12-24',
    '2026-11-29',
    '2026-12-01T09:00',
    '2026-12-03T23:30[Europe/Berlin]',
  ],
  rule: ['FREQ=DAILY', 'FREQ=WEEKLY;COUNT=2'],
};
const invalid = { text: '', search: '', query: '(', zone: 'nowhere', date: 'never', rule: 'x' };

const nthUuid = (nth: number) => `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;
