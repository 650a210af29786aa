import { describe, expect, test } from 'vitest';
import { createLargeAnswers } from './large-answers.ts';

const later = () => Date.now() + 60_000;
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
    const ann = await take('ann', later());
    const [annAgain, bob] = [take('ann', later()), take('bob', later())];
    expect(await isNow(bob)).toBe(true);
    expect(await isNow(annAgain)).toBe(false);
    const eve = take('eve', later());
    (await bob).release();
    // Ann has one already: whoever comes after her goes before.
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
      const permit = await take(`${person}`, later());
      permit.made();
      permit.made();
      slow.push(permit);
    }
    const [again, ann] = [take('0', later()), take('ann', later())];
    expect(await isNow(ann)).toBe(false);
    slow[1]?.release();
    expect(await isNow(ann)).toBe(true);
    expect(await isNow(again)).toBe(false);
    slow[0]?.release();
    expect(await isNow(again)).toBe(true);
  });

  test('of one person wait, up to eight, and leave the queue to the others', async () => {
    const take = createLargeAnswers();
    const [ann, bob] = [await take('ann', later()), await take('bob', later())];
    const waiting = Array.from({ length: 8 }, () => take('ann', later()));
    await expect(take('ann', later())).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    const eve = take('eve', later());
    bob.release();
    await eve;
    ann.release();
    await Promise.all(waiting.map(async (one) => (await one).release()));
  });

  test('are refused where too many wait already, and where it takes too long', async () => {
    const take = createLargeAnswers();
    const ann = await take('ann', later());
    const late = take('ann', Date.now());
    await expect(late).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    const people = ['ann', 'bob', 'cy', 'di'];
    const held = await take('bob', later());
    const waiting = people.flatMap((person) =>
      Array.from({ length: 8 }, () => take(person, later())),
    );
    await expect(take('eve', later())).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    ann.release();
    held.release();
    await Promise.all(waiting.map(async (one) => (await one).release()));
    await expect(take('ann', later())).resolves.toBeTypeOf('object');
  });
});
