import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('who came first goes first, and passing twice lets one go', async () => {
  const turns = new Turns();
  const order: string[] = [];
  const pass = await turns.take(1_000);
  const second = turns.take(1_000).then((next) => {
    order.push('second');
    return next;
  });
  const third = turns.take(1_000).then(() => order.push('third'));
  pass();
  pass();
  const passSecond = await second;
  await expect(turns.take(20)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  expect(order).toEqual(['second']);
  passSecond();
  await third;
  expect(order).toEqual(['second', 'third']);
});

test('who has given up is passed over', async () => {
  const turns = new Turns();
  const pass = await turns.take(1_000);
  await expect(turns.take(10)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  const patient = turns.take(1_000);
  pass();
  await patient;
});
