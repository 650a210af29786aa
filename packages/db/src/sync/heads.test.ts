import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { engines, newPerson } from '../testing/databases.ts';
import { openTwice } from '../testing/history.ts';
import { createHeads } from './heads.ts';

/** Collects what a watch is told, and waits for it. */
function collector() {
  const told: number[] = [];
  let wake = () => {};
  return {
    told,
    onHead: (seq: number) => {
      told.push(seq);
      wake();
    },
    reaches: async (seq: number): Promise<void> => {
      while ((told.at(-1) ?? -1) < seq) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

describe.each(engines)('a watch on %s', (engine) => {
  let opened: Awaited<ReturnType<typeof openTwice>>;
  beforeAll(async () => {
    opened = await openTwice(engine);
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  test('tells the latest number at once, and every higher one, whichever process wrote it', async () => {
    const personId = newPerson();
    const { told, onHead, reaches } = collector();
    const end = opened.db.watch(personId, onHead);
    await reaches(0);
    await opened.db.unitOfWork(personId).tasks.create({ title: 'here' });
    // Before anything else is waited for.
    expect(told).toEqual([0, 1]);
    await opened.elsewhere.unitOfWork(personId).tasks.create({ title: 'elsewhere' });
    await reaches(2);
    end();
    await opened.db.unitOfWork(personId).tasks.create({ title: 'unheard' });
    expect(told).toEqual([0, 1, 2]);
  });

  test('tells nothing of other people, and nothing of a call that changed nothing', async () => {
    const [personId, other] = [newPerson(), newPerson()];
    const { told, onHead, reaches } = collector();
    const { tasks } = opened.db.unitOfWork(personId);
    const { id } = await tasks.create({ title: 'x' });
    const end = opened.db.watch(personId, onHead);
    await reaches(1);
    await opened.db.unitOfWork(other).tasks.create({ title: 'not theirs' });
    await tasks.update({ id, title: 'x' });
    await tasks.update({ id, title: 'y' });
    await reaches(2);
    end();
    expect(told).toEqual([1, 2]);
  });

  test('tells nothing of a repeat, whose operation is not the latest', async () => {
    const personId = newPerson();
    const { told, onHead, reaches } = collector();
    const { tasks } = opened.db.unitOfWork(personId);
    const first = { title: 'x', operationId: randomUUID() };
    await tasks.create(first);
    await tasks.create({ title: 'y' });
    const end = opened.db.watch(personId, onHead);
    await tasks.create(first);
    await reaches(2);
    end();
    expect(told).toEqual([2]);
  });

  test('is refused for what is no person: its statement is about all who watch', () => {
    for (const personId of ['', ' ', 'a\0', '\ud800']) {
      expect(() => opened.db.watch(personId, () => {})).toThrow(TypeError);
    }
  });
});

test('a watch goes on when the database is back', async () => {
  let isAway = true;
  const asked: unknown[] = [];
  const heads = createHeads((_statement, values) => {
    asked.push(values);
    if (isAway) return Promise.reject(new Error('away'));
    return Promise.resolve([{ user_id: 'ann', seq: 3 }]) as Promise<never>;
  }, 1_000);
  const { told, onHead, reaches } = collector();
  const end = heads.watch('ann', onHead);
  while (asked.length < 1) await sleep(1);
  expect(told).toEqual([]);
  isAway = false;
  await reaches(3);
  end();
  heads.close();
});

test('people who begin to watch at the same time share one statement that is about those who watch', async () => {
  const asked: unknown[] = [];
  const heads = createHeads((_statement, values) => {
    asked.push(values);
    return Promise.resolve([]);
  }, 1_000);
  const [ann, bob] = [collector(), collector()];
  const ends = [heads.watch('ann', ann.onHead), heads.watch('bob', bob.onHead)];
  await Promise.all([ann.reaches(0), bob.reaches(0)]);
  expect(asked).toEqual([{ people: ['ann', 'bob'] }]);
  const dora = collector();
  ends.push(heads.watch('dora', dora.onHead));
  await dora.reaches(0);
  expect(asked).toEqual([{ people: ['ann', 'bob'] }, { people: ['dora'] }]);
  while (asked.length < 3) await sleep(1);
  expect(asked.pop()).toEqual({ people: ['ann', 'bob', 'dora'] });
  asked.pop();
  for (const end of ends) end();
  const carl = collector();
  const end = heads.watch('carl', carl.onHead);
  await carl.reaches(0);
  end();
  expect(asked).toEqual([{ people: ['ann', 'bob'] }, { people: ['carl'] }]);
  heads.close();
});

test('a timer that ends early asks about nobody', async () => {
  vi.useFakeTimers();
  let asked = 0;
  const heads = createHeads(() => {
    asked += 1;
    return Promise.resolve([]);
  }, 1_000);
  heads.watch('ann', () => {});
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toBe(1);
  vi.setSystemTime(Date.now() - 10);
  await vi.advanceTimersByTimeAsync(500);
  expect(asked).toBe(1);
  await vi.advanceTimersByTimeAsync(10);
  expect(asked).toBe(2);
  heads.close();
  vi.useRealTimers();
});
