import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Response } from 'express';
import { describe, expect, test } from 'vitest';
import type { Aside } from '../concurrency/keyed-limiter.ts';
import { createHeavyWrites, createLargeAnswers } from '../concurrency/large-answers.ts';
import { AnswerSize } from './answer-size.ts';

const deadline = () => Date.now() + 60_000;
const aside: Aside = (wait) => wait();
const large = 2 ** 24;
const answer = { atMost: large, exactly: false, of: 'answer' } as const;
const changes = { atMost: large, exactly: false, of: 'changes' } as const;

function createRequests() {
  const permits = { largeAnswers: createLargeAnswers(), heavyWrites: createHeavyWrites() };
  return () => {
    const res = new ServerResponse(new IncomingMessage(new Socket())) as Response;
    return { res, size: new AnswerSize(permits, res, deadline()) };
  };
}

describe('the calls of a request', () => {
  test.each([answer, changes])('whose client has gone wait no longer, for %j', async (wanted) => {
    const request = createRequests();
    for (const person of ['ann', 'bob']) {
      await request().size.begin().admit(person, wanted, aside);
    }
    const { res, size } = request();
    const waiting = [size.begin(), size.begin()].map((call) => call.admit('eve', wanted, aside));
    res.emit('close');
    for (const one of waiting) await expect(one).rejects.toThrow('You have gone.');
  });

  test('that change much and answer little wait for each other until they end, and for no answer', async () => {
    const request = createRequests();
    for (const person of ['ann', 'bob']) {
      await request().size.begin().admit(person, answer, aside);
    }
    const first = request().size.begin();
    await first.admit('ann', changes, aside);
    let isAdmitted = false;
    const second = request()
      .size.begin()
      .admit('ann', changes, aside)
      .then(() => (isAdmitted = true));
    // Another person's is let pass at once, after that.
    await request().size.begin().admit('bob', changes, aside);
    expect(isAdmitted).toBe(false);
    first.end();
    await second;
  });

  test('of which one has a large answer may change much, too', async () => {
    const { size } = createRequests()();
    const [first, second] = [size.begin(), size.begin()];
    await first.admit('ann', answer, aside);
    await second.admit('ann', changes, aside);
    expect(size.isLarge).toBe(true);
    first.end();
    second.end();
    expect(size.isLarge).toBe(false);
  });
});
