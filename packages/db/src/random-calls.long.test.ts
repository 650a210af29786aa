// Random calls of every verb of every noun: both engines answer alike, the rules of the contract hold, the
// journal has every change, and all of it can be undone.
import { settingsId } from '@tydo/schemas/operation';
import { recordOf } from '@tydo/schemas/record';
import type { SyncRow } from '@tydo/schemas/sync';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Database, openDatabase, Refusal, type UnitOfWork } from './open-database.ts';
import { brokenRules } from './testing/broken-rules.ts';
import { engines, newPerson, openTemporaryDatabase, shortOrLong } from './testing/databases.ts';
import { callsFrom, type RandomCall, tapes } from './testing/random-calls.ts';

afterEach(() => vi.useRealTimers());

const seed = shortOrLong(20_261_201, Date.now());
const begin = Date.UTC(2026, 11, 1, 8);

/** A second passes before each call. */
function tick(nth: number): void {
  vi.setSystemTime(begin + nth * 1_000);
}

/** The answer, or what the caller is told instead. @throws what is no Refusal. */
async function answerOf(unit: UnitOfWork, { verb, input }: RandomCall): Promise<unknown> {
  try {
    return await verb.call(unit, input);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message, data } = error;
    return { code, message, data };
  }
}

/** With the integers of tasks by their first appearance, and without cursors, which have them. */
function comparable(answer: unknown, ids: Map<number, number>): unknown {
  const nameOf = (id: unknown) => {
    if (typeof id !== 'number') return id;
    if (!ids.has(id)) ids.set(id, ids.size);
    return ids.get(id);
  };
  return JSON.parse(JSON.stringify(answer ?? null), (key, value: unknown) => {
    if (key === 'id') return nameOf(value);
    if (key === 'ids' && Array.isArray(value)) return value.map(nameOf);
    return key === 'nextCursor' && value !== null ? 'more' : value;
  });
}

async function allRows({ sync }: UnitOfWork): Promise<SyncRow[]> {
  const rows: SyncRow[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await sync.snapshot({ limit: 50, cursor });
    rows.push(...page.rows);
    cursor = page.nextCursor;
  }
  return rows;
}

async function allOperations({ operations }: UnitOfWork) {
  const all = [];
  for (let seq = 0; ; ) {
    const page = await operations.since({ seq, limit: 100 });
    if (page.items.length === 0) return all;
    all.push(...page.items);
    ({ seq } = page);
  }
}

const keyOf = ({ noun, row }: SyncRow) => `${noun} ${'id' in row ? row.id : settingsId}`;

/** The rows after all changes are applied, starting with none; each change begins with what was there. */
async function replayed(unit: UnitOfWork): Promise<Map<string, object>> {
  const rows = new Map<string, object>();
  for (const { changes } of await allOperations(unit)) {
    for (const { noun, id, before, after } of changes) {
      const key = `${noun} ${id}`;
      expect(rows.get(key) ?? null).toEqual(before);
      if (after) rows.set(key, after);
      else rows.delete(key);
    }
  }
  return rows;
}

/** @returns the rows. */
async function expectSound(unit: UnitOfWork): Promise<SyncRow[]> {
  const rows = await allRows(unit);
  expect(brokenRules(rows)).toEqual([]);
  expect(await replayed(unit)).toEqual(new Map(rows.map((one) => [keyOf(one), one.row])));
  return rows;
}

async function expectUndone(unit: UnitOfWork): Promise<void> {
  const done = await allOperations(unit);
  for (const { id } of done.toReversed()) await unit.operations.undo({ id });
  expect(await allRows(unit)).toEqual([]);
}

/** Performs the calls one after the other, and returns the answers and the rows afterwards. */
async function perform(db: Database, calls: readonly RandomCall[]): Promise<unknown[]> {
  vi.useFakeTimers({ toFake: ['Date'] });
  const unit = db.unitOfWork(newPerson());
  const ids = new Map<number, number>();
  const answers: unknown[] = [];
  for (const [nth, call] of calls.entries()) {
    tick(nth);
    const answer = comparable(await answerOf(unit, call), ids);
    answers.push([nth, call.verb.path, call.input, answer]);
    tally(call.verb.path, answer);
  }
  answers.push(comparable(await expectSound(unit), ids));
  tick(calls.length);
  await expectUndone(unit);
  vi.useRealTimers();
  return answers;
}

const told = new Map<string, number>();
function tally(path: string, answer: unknown): void {
  const { code = 'done' } = recordOf(answer);
  const key = JSON.stringify([path, code]);
  told.set(key, (told.get(key) ?? 0) + 1);
}

test('both engines answer alike, keep the rules, and undo everything', async () => {
  await using sqlite = await openTemporaryDatabase('sqlite');
  await using postgres = await openTemporaryDatabase('postgresql');
  const numRuns = shortOrLong(1, 2_000);
  await fc.assert(
    fc.asyncProperty(tapes({ min: 60, max: 90 }), async (numbers) => {
      const calls = callsFrom(numbers);
      const onSqlite = await perform(sqlite.db, calls);
      expect(await perform(postgres.db, calls)).toEqual(onSqlite);
    }),
    { numRuns, seed },
  );
  if (shortOrLong(0, 1)) process.stdout.write(`${JSON.stringify([...told], null, 1)}\n`);
}, 7_200_000);

describe.each(engines)('on %s', (engine) => {
  test('concurrent calls keep the rules and the journal, and can be undone', async () => {
    await using setting = await openTemporaryDatabase(engine);
    await using other = await openDatabase({ url: setting.url });
    const codes = new Set<unknown>();
    await fc.assert(
      fc.asyncProperty(tapes({ min: 30, max: 60 }), async (numbers) => {
        const person = newPerson();
        const calls = callsFrom(numbers);
        const stock = calls.splice(0, 18);
        for (const call of stock) await answerOf(setting.db.unitOfWork(person), call);
        while (calls.length > 0) {
          const together = calls
            .splice(0, 4)
            .map((call, nth) => answerOf((nth % 2 ? other : setting.db).unitOfWork(person), call));
          for (const answer of await Promise.all(together)) codes.add(recordOf(answer)['code']);
        }
        await expectSound(setting.db.unitOfWork(person));
        await expectUndone(other.unitOfWork(person));
      }),
      { numRuns: shortOrLong(1, 1_000), seed, endOnFailure: true },
    );
    expect([undefined, 'BAD_REQUEST', 'NOT_FOUND', 'CONFLICT']).toEqual(
      expect.arrayContaining([...codes]),
    );
  }, 7_200_000);
});
