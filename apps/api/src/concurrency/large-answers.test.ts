import { describe, expect, test } from 'vitest';
import { createLargeAnswers } from './large-answers.ts';

const waiter = (deadline = Date.now() + 60_000) => ({
  deadline,
  gone: new AbortController().signal,
});
/** Whether it is answered without anything else happening. */
const isNow = (promise: Promise<unknown>) =>
  Promise.race([promise.then(() => true), Promise.resolve().then(() => undefined)]).then(
    async (now) => now ?? Promise.race([promise.then(() => true), settle()]),
  );
const settle = async () => {
  for (let round = 0; round < 10; round += 1) await Promise.resolve();
  return false;
};

describe('large answers', () => {
  test('are made for two people at the same time, and each makes one', async () => {
    const take = createLargeAnswers();
    const ann = await take('ann', waiter());
    const [annAgain, bob] = [take('ann', waiter()), take('bob', waiter())];
    expect(await isNow(bob)).toBe(true);
    expect(await isNow(annAgain)).toBe(false);
    const eve = take('eve', waiter());
    (await bob).release();
    // Ann has one already: the next in the queue goes before her.
    expect(await isNow(eve)).toBe(true);
    expect(await isNow(annAgain)).toBe(false);
    ann.release();
    ann.release();
    expect(await isNow(annAgain)).toBe(true);
  });

  test('that are made and not read yet keep nobody else waiting, up to eight of them', async () => {
    const take = createLargeAnswers();
    const slow = [];
    for (let person = 0; person < 8; person += 1) {
      const permit = await take(`${person}`, waiter());
      permit.made();
      permit.made();
      slow.push(permit);
    }
    const [again, ann] = [take('0', waiter()), take('ann', waiter())];
    expect(await isNow(ann)).toBe(false);
    slow[1]?.release();
    expect(await isNow(ann)).toBe(true);
    expect(await isNow(again)).toBe(false);
    slow[0]?.release();
    expect(await isNow(again)).toBe(true);
  });

  test('of one person wait, up to eight, and leave the queue to the others', async () => {
    const take = createLargeAnswers();
    const [ann, bob] = [await take('ann', waiter()), await take('bob', waiter())];
    const waiting = Array.from({ length: 8 }, () => take('ann', waiter()));
    await expect(take('ann', waiter())).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    const eve = take('eve', waiter());
    bob.release();
    await eve;
    ann.release();
    await Promise.all(waiting.map(async (one) => (await one).release()));
  });

  test('are refused where too many wait already, and where it takes too long', async () => {
    const take = createLargeAnswers();
    const ann = await take('ann', waiter());
    const late = take('ann', waiter(Date.now()));
    await expect(late).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    const people = ['ann', 'bob', 'cy', 'di'];
    const held = await take('bob', waiter());
    const waiting = people.flatMap((person) =>
      Array.from({ length: 8 }, () => take(person, waiter())),
    );
    await expect(take('eve', waiter())).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    ann.release();
    held.release();
    await Promise.all(waiting.map(async (one) => (await one).release()));
    await expect(take('ann', waiter())).resolves.toBeTypeOf('object');
  });

  test('are not waited for by a client that has gone: its place is free at once', async () => {
    const take = createLargeAnswers();
    const [ann, bob] = [await take('ann', waiter()), await take('bob', waiter())];
    const gone = new AbortController();
    const leaving = { ...waiter(), gone: gone.signal };
    const left = Array.from({ length: 8 }, () => take('eve', leaving));
    await expect(take('eve', waiter())).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    const reason = new Error('gone');
    gone.abort(reason);
    expect((await Promise.allSettled(left)).every((one) => Object(one).reason === reason)).toBe(
      true,
    );
    const stays = take('eve', waiter());
    bob.release();
    expect(await isNow(stays)).toBe(true);
    ann.release();
    // Nor are they given to it where they are free.
    await expect(take('cy', leaving)).rejects.toBe(reason);
    expect(await isNow(take('cy', waiter()))).toBe(true);
  });
});
