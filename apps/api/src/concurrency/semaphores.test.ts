import { describe, expect, test } from 'vitest';
import { createLargeResponseSemaphore } from './semaphores.ts';

const options = (deadline = Date.now() + 60_000) => ({
  deadline,
  signal: new AbortController().signal,
});
/** Whether the promise resolves without further events. */
const isResolved = async (promise: Promise<unknown>) => {
  let resolved = false;
  void promise.then(() => (resolved = true));
  for (let microtask = 0; microtask < 10; microtask += 1) await Promise.resolve();
  return resolved;
};

describe('the semaphore of large responses', () => {
  test('grants two people a permit at the same time, and each person one', async () => {
    const acquire = createLargeResponseSemaphore();
    const ann = await acquire('ann', options());
    const [annAgain, bob] = [acquire('ann', options()), acquire('bob', options())];
    expect(await isResolved(bob)).toBe(true);
    expect(await isResolved(annAgain)).toBe(false);
    const eve = acquire('eve', options());
    (await bob).release();
    // Ann still has a permit: the next one in the queue is granted before her second.
    expect(await isResolved(eve)).toBe(true);
    expect(await isResolved(annAgain)).toBe(false);
    ann.release();
    ann.release();
    expect(await isResolved(annAgain)).toBe(true);
  });

  test('lets others start after `releaseSlot`, up to eight permits', async () => {
    const acquire = createLargeResponseSemaphore();
    const permits = [];
    for (let person = 0; person < 8; person += 1) {
      const permit = await acquire(`${person}`, options());
      permit.releaseSlot();
      permit.releaseSlot();
      permits.push(permit);
    }
    const [again, ann] = [acquire('0', options()), acquire('ann', options())];
    expect(await isResolved(ann)).toBe(false);
    permits[1]?.release();
    expect(await isResolved(ann)).toBe(true);
    expect(await isResolved(again)).toBe(false);
    permits[0]?.release();
    expect(await isResolved(again)).toBe(true);
  });

  test('queues up to eight calls of a person, and leaves room for other people', async () => {
    const acquire = createLargeResponseSemaphore();
    const [ann, bob] = [await acquire('ann', options()), await acquire('bob', options())];
    const waiting = Array.from({ length: 8 }, () => acquire('ann', options()));
    await expect(acquire('ann', options())).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    const eve = acquire('eve', options());
    bob.release();
    await eve;
    ann.release();
    await Promise.all(waiting.map(async (one) => (await one).release()));
  });

  test('refuses calls when its queue is full, and when their deadline passes', async () => {
    const acquire = createLargeResponseSemaphore();
    const ann = await acquire('ann', options());
    const late = acquire('ann', options(Date.now()));
    await expect(late).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    const people = ['ann', 'bob', 'cy', 'di'];
    const bob = await acquire('bob', options());
    const waiting = people.flatMap((person) =>
      Array.from({ length: 8 }, () => acquire(person, options())),
    );
    await expect(acquire('eve', options())).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    ann.release();
    bob.release();
    await Promise.all(waiting.map(async (one) => (await one).release()));
    await expect(acquire('ann', options())).resolves.toBeTypeOf('object');
  });

  test('removes the calls of disconnected clients from its queue at once', async () => {
    const acquire = createLargeResponseSemaphore();
    const [ann, bob] = [await acquire('ann', options()), await acquire('bob', options())];
    const connection = new AbortController();
    const disconnecting = { ...options(), signal: connection.signal };
    const left = Array.from({ length: 8 }, () => acquire('eve', disconnecting));
    await expect(acquire('eve', options())).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    const reason = new Error('disconnected');
    connection.abort(reason);
    expect((await Promise.allSettled(left)).every((one) => Object(one).reason === reason)).toBe(
      true,
    );
    const connected = acquire('eve', options());
    bob.release();
    expect(await isResolved(connected)).toBe(true);
    ann.release();
    // Free permits are not granted to them either.
    await expect(acquire('cy', disconnecting)).rejects.toBe(reason);
    expect(await isResolved(acquire('cy', options()))).toBe(true);
  });
});
