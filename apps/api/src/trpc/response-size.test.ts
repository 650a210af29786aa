import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Response } from 'express';
import { describe, expect, test } from 'vitest';
import type { WithoutSlot } from '../concurrency/keyed-limiter.ts';
import {
  createHeavyWriteSemaphore,
  createLargeResponseSemaphore,
} from '../concurrency/semaphores.ts';
import { ResponseSize } from './response-size.ts';

const deadline = () => Date.now() + 60_000;
const withoutSlot: WithoutSlot = (wait) => wait();
const large = 2 ** 24;
const read = { atMost: large, exactly: false, of: 'answer' } as const;
const write = { atMost: large, exactly: false, of: 'changes' } as const;

function createRequests() {
  const semaphores = {
    largeResponses: createLargeResponseSemaphore(),
    heavyWrites: createHeavyWriteSemaphore(),
  };
  return () => {
    const res = new ServerResponse(new IncomingMessage(new Socket())) as Response;
    return { res, size: new ResponseSize(semaphores, res, deadline()) };
  };
}

describe('the calls of a request', () => {
  test.each([read, write])('stop waiting when the client disconnects: %j', async (wanted) => {
    const request = createRequests();
    for (const person of ['ann', 'bob']) {
      await request().size.startCall().reserveMemory(person, wanted, withoutSlot);
    }
    const { res, size } = request();
    const waiting = [size.startCall(), size.startCall()].map((call) =>
      call.reserveMemory('eve', wanted, withoutSlot),
    );
    res.emit('close');
    for (const one of waiting) await expect(one).rejects.toThrow('closed the connection');
  });

  test('let others start once the response is written to a stream that compresses it', async () => {
    const request = createRequests();
    const slow = [request(), request()];
    for (const [index, { size }] of slow.entries()) {
      await size.startCall().reserveMemory(`slow ${index}`, read, withoutSlot);
    }
    let isAdmitted = false;
    const next = request()
      .size.startCall()
      .reserveMemory('eve', read, withoutSlot)
      .then(() => (isAdmitted = true));
    expect(isAdmitted).toBe(false);
    slow[0]?.size.endWriting();
    await next;
  });

  test('that write much and return little wait only for each other', async () => {
    const request = createRequests();
    for (const person of ['ann', 'bob']) {
      await request().size.startCall().reserveMemory(person, read, withoutSlot);
    }
    const first = request().size.startCall();
    await first.reserveMemory('ann', write, withoutSlot);
    let isAdmitted = false;
    const second = request()
      .size.startCall()
      .reserveMemory('ann', write, withoutSlot)
      .then(() => (isAdmitted = true));
    // Another person's call is admitted at once.
    await request().size.startCall().reserveMemory('bob', write, withoutSlot);
    expect(isAdmitted).toBe(false);
    first.end();
    await second;
  });

  test('may read much and write much in one batch', async () => {
    const { size } = createRequests()();
    const [first, second] = [size.startCall(), size.startCall()];
    await first.reserveMemory('ann', read, withoutSlot);
    await second.reserveMemory('ann', write, withoutSlot);
    expect(size.isLarge).toBe(true);
    first.end();
    second.end();
    expect(size.isLarge).toBe(false);
  });
});
