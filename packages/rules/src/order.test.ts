import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Anchor,
  pendingRank,
  provisionalRank,
  rankBetween,
  rankOf,
  ranksInOrder,
  type Window,
} from './order.ts';
import { shortOrLong } from './testing/short-or-long.ts';

const time = fc
  .integer({ min: 0, max: 62 ** 7 - 1 })
  .map((milliseconds) => new Date(milliseconds).toISOString());
const byBytes = (one: string, other: string) =>
  Buffer.compare(Buffer.from(one), Buffer.from(other));

test.each([
  ['1970-01-01T00:00:00.000Z', 'g0000000'],
  ['1970-01-01T00:00:00.061Z', 'g000000z'],
  ['1970-01-01T00:00:00.062Z', 'g0000010'],
  ['2026-11-30T09:00:00.000Z', 'gVcRfUNE'],
  ['1969-12-31T23:59:59.999Z', 'g0000000'],
  ['2100-01-01T00:00:00.000Z', 'gzzzzzzz'],
])('the rank of a row created at %s is %s', (createdAt, rank) => {
  expect(rankOf(createdAt)).toBe(rank);
});

test('rows created at once keep their order, after earlier rows and before later ones', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 62 ** 7 - 2 }),
      fc.integer({ min: 2, max: 3843 }),
      (at, count) => {
        const [now, next] = [at, at + 1].map((milliseconds) =>
          new Date(milliseconds).toISOString(),
        );
        fc.pre(now !== undefined && next !== undefined);
        const ranks = Array.from({ length: count }, (_, place) => rankOf(now, place));
        expect([...ranks, rankOf(next)].toSorted(byBytes)).toEqual([...ranks, rankOf(next)]);
        expect(new Set(ranks).size).toBe(count);
        for (const [place, rank] of ranks.entries()) rankBetween(rank, ranks[place + 1] ?? null);
      },
    ),
    { numRuns: shortOrLong(5, 500) },
  );
});

test('ranks sort by creation time, by bytes', () => {
  fc.assert(
    fc.property(time, time, (one, other) => {
      const order = Math.sign(Date.parse(one) - Date.parse(other));
      expect(Math.sign(byBytes(rankOf(one), rankOf(other)))).toBe(order);
    }),
  );
});

test('there is a rank between any two, before the first and after the last one', () => {
  fc.assert(
    fc.property(time, time, (one, other) => {
      const [first, last] = [rankOf(one), rankOf(other)].toSorted(byBytes);
      fc.pre(first !== undefined && last !== undefined && first !== last);
      const between = rankBetween(first, last);
      const all = [rankBetween(null, first), first, between, last, rankBetween(last, null)];
      expect(all.toSorted(byBytes)).toEqual(all);
      expect(new Set(all).size).toBe(all.length);
    }),
  );
});

test('there is no rank between equal ones, nor where the second is lower', () => {
  const [first, last] = [rankOf('2026-11-30T09:00:00.000Z'), rankOf('2026-11-30T09:00:00.001Z')];
  expect(() => rankBetween(first, first)).toThrow(RangeError);
  expect(() => rankBetween(last, first)).toThrow(RangeError);
});

test('there is no rank where it would be longer than the column', () => {
  const before = rankOf('2026-11-30T09:00:00.000Z');
  let after = rankOf('2026-11-30T09:00:00.001Z');
  const halve = () => {
    for (let turn = 0; turn < 1000; turn += 1) after = rankBetween(before, after);
  };
  expect(halve).toThrow(RangeError);
  expect(after).toHaveLength(64);
  expect(rankBetween(after, null).length).toBeLessThanOrEqual(64);
});

const moveCount = shortOrLong(2_000, 10_000);

test('random moves among 1,000 rows keep the order, with short ranks', () => {
  const [sample] = fc.sample(
    fc.array(fc.tuple(fc.nat(999), fc.nat(999)), { minLength: moveCount, maxLength: moveCount }),
    1,
  );
  const start = Date.parse('2026-11-30T09:00:00.000Z');
  const ranks = Array.from({ length: 1000 }, (_, place) =>
    rankOf(new Date(start + place).toISOString()),
  );
  let maxLength = 0;
  for (const [from, to] of sample ?? []) {
    ranks.splice(from, 1);
    const moved = rankBetween(ranks[to - 1] ?? null, ranks[to] ?? null);
    ranks.splice(to, 0, moved);
    maxLength = Math.max(maxLength, moved.length);
  }
  expect(ranks.toSorted(byBytes)).toEqual(ranks);
  expect(new Set(ranks).size).toBe(1000);
  expect(maxLength).toBeLessThanOrEqual(20);
});

test('a row that the server has not created comes after all others, in the order of the numbers', () => {
  const ranks = [
    rankOf('2081-12-31T23:59:59.999Z', 3_843),
    rankBetween(rankOf('2081-12-31T23:59:59.999Z'), null).slice(0, 8),
    pendingRank(1),
    pendingRank(1, 1),
    pendingRank(2),
    pendingRank(10 ** 9),
  ];
  expect(ranks.toSorted((one, other) => (one < other ? -1 : 1))).toEqual(ranks);
});

/** An order whose rows are named by letters. */
const inOrder = (ranks: Map<string, string>): string[] =>
  [...ranks]
    .toSorted(([one, rank], [other, more]) => compare(rank, more) || compare(one, other))
    .map(([key]) => key);
const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
const rowsOf = (ranks: Map<string, string>) =>
  inOrder(ranks).map((key) => ({ key, rank: ranks.get(key) ?? '' }));

const place = (ranks: Map<string, string>, moved: string[], anchor: Anchor, window?: Window) => {
  const changes = ranksInOrder(rowsOf(ranks), moved, anchor, window) ?? new Map();
  return { changes, order: inOrder(new Map([...ranks, ...changes])).join('') };
};
const keysFor = (letters: string) =>
  new Map(Array.from(letters, (key, at) => [key, rankOf(now, at)] as const));
const now = '2026-11-30T09:00:00.000Z';

test.each<[string[], Anchor, string, number]>([
  [['d'], { before: 'b' }, 'adbc', 1],
  [['a'], { after: 'c' }, 'bcad', 1],
  [['d', 'a'], { after: 'b' }, 'bdac', 2],
  [['x', 'y'], { before: 'a' }, 'xyabcd', 2],
  [['b'], {}, 'acdb', 1],
  [['b'], { before: 'gone' }, 'acdb', 1],
  [['b'], { before: 'c' }, 'abcd', 0],
  [['b'], { after: 'a' }, 'abcd', 0],
  [['b', 'c'], { before: 'd' }, 'abcd', 0],
  [['d'], {}, 'abcd', 0],
  // A row that is moved beside itself, or beside one that is moved with it, takes that place.
  [['b'], { after: 'b' }, 'abcd', 0],
  [['d', 'b'], { after: 'b' }, 'adbc', 2],
])('%j put %j gives %s', (moved, anchor, order, count) => {
  const found = place(keysFor('abcd'), moved, anchor);
  expect({ order: found.order, count: found.changes.size }).toEqual({ order, count });
});

test('where ranks are equal or too close, the fewest neighbours that fit get new ones', () => {
  const equal = new Map(Array.from('abcdef', (key) => [key, rankOf(now)] as const));
  const spread = place(equal, ['x'], { before: 'b' });
  expect(spread.order).toBe('axbcdef');
  expect(new Set(spread.changes.keys())).toEqual(new Set(['a', 'x']));
  expect(place(equal, ['f'], { before: 'd' }).order).toBe('abcfde');
  let close = rankOf('2026-11-30T09:00:00.001Z');
  const halve = () => {
    for (let turn = 0; turn < 1000; turn += 1) close = rankBetween(rankOf(now), close);
  };
  expect(halve).toThrow(RangeError);
  const tight = new Map([
    ['a', rankOf(now)],
    ['b', close],
    ['c', rankOf('2026-11-30T10:00:00.000Z')],
  ]);
  const moved = place(tight, ['x'], { before: 'b' });
  expect(moved.order).toBe('axbc');
  expect(moved.changes.size).toBe(2);
});

test('random moves among 1,000 rows, some with equal ranks, keep the order asked for', () => {
  const keys = Array.from({ length: 1_000 }, (_, key) => String(key).padStart(3, '0'));
  const ranks = new Map(keys.map((key) => [key, rankOf(now, Number(key) >> 2)]));
  const expected = [...keys];
  let longest = 0;
  const [sample] = fc.sample(
    fc.array(fc.tuple(fc.nat(999), fc.nat(999)), { minLength: moveCount, maxLength: moveCount }),
    1,
  );
  for (const [from, to] of sample ?? []) {
    const [moved = ''] = expected.splice(from, 1);
    const before = expected[to];
    expected.splice(to, 0, moved);
    const at = Math.min(to, expected.length - 1);
    const around = expected.slice(Math.max(0, at - 40), at + 41);
    const near = around
      .filter((key) => key !== moved)
      .map((key) => ({ key, rank: ranks.get(key) ?? '' }));
    const window = { hasFirst: at <= 40, hasLast: at + 41 >= expected.length };
    const changes = ranksInOrder(near, [moved], before === undefined ? {} : { before }, window);
    for (const [key, rank] of changes ?? expect.fail('the window is too small')) {
      ranks.set(key, rank);
      longest = Math.max(longest, rank.length);
    }
  }
  expect(inOrder(ranks)).toEqual(expected);
  expect(longest).toBeLessThanOrEqual(20);
});

test('a window gives the ranks that the whole order gives, or says that it is too small', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 30 }),
      fc.nat(29),
      fc.integer({ min: 1, max: 3 }),
      fc.nat(6),
      (times, anchorAt, count, room) => {
        const ranks = new Map(
          times.map((nth, key) => [String(key).padStart(2, '0'), rankOf(now, nth)]),
        );
        const rows = rowsOf(ranks);
        const anchor = { before: rows[anchorAt % rows.length]?.key };
        const moved = ['x', 'y', 'z'].slice(0, count);
        const at = anchorAt % rows.length;
        const [first, end] = [Math.max(0, at - room), Math.min(rows.length, at + room + 1)];
        const window = { hasFirst: first === 0, hasLast: end === rows.length };
        const whole = ranksInOrder(rows, moved, anchor);
        const part = ranksInOrder(rows.slice(first, end), moved, anchor, window);
        if (part) expect(part).toEqual(whole);
        expect(ranksInOrder(rows, moved, anchor, { hasFirst: true, hasLast: true })).toBeDefined();
      },
    ),
  );
});

test('a device puts a row between two others without a look at its neighbours', () => {
  const [one, other] = [rankOf(now), rankOf(now, 1)];
  const made = [
    provisionalRank({ after: one }, 2),
    provisionalRank({ after: one }, 1),
    provisionalRank({ after: one }, 1, 1),
    provisionalRank({ before: other }, 1),
    provisionalRank({ before: other }, 1, 1),
    provisionalRank({ before: other }, 2),
  ];
  const all = [one, ...made, other];
  expect(all.toSorted(byBytes)).toEqual(all);
});
