import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pendingRank, rankBetween, rankOf } from './order.ts';

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
    { numRuns: 20 },
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
    for (let moves = 0; moves < 1000; moves += 1) after = rankBetween(before, after);
  };
  expect(halve).toThrow(RangeError);
  expect(after).toHaveLength(64);
  expect(rankBetween(after, null).length).toBeLessThanOrEqual(64);
});

test('10,000 random moves among 1,000 rows keep the order, with short ranks', () => {
  const [sample] = fc.sample(
    fc.array(fc.tuple(fc.nat(999), fc.nat(999)), { minLength: 10_000, maxLength: 10_000 }),
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
