import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { createIntake, type Intake } from './intake.ts';

let now: number;
let intake: Intake;
let started: string[];

beforeEach(() => {
  now = 1_000;
  intake = createIntake(() => now);
  started = [];
});

/** Each takes so many milliseconds to start. */
const add = (name: string, ms = 0) =>
  intake.add((isLate) => {
    started.push(isLate ? `${name} is late` : name);
    now += ms;
  });

test('requests are started in the next turn, in their order', async () => {
  add('a');
  add('b');
  expect(started).toEqual([]);
  await nextTurn();
  expect(started).toEqual(['a', 'b']);
});

test('a turn starts requests for 10 ms, and the next one goes on', async () => {
  for (const name of ['a', 'b', 'c']) add(name, 6);
  await nextTurn();
  expect(started).toEqual(['a', 'b']);
  await nextTurn();
  expect(started[2]).toBe('c');
});

test('while connections are accepted, requests wait, but no longer than 20 ms', async () => {
  intake.noteConnection();
  add('a');
  for (let turn = 0; turn < 4; turn += 1) {
    await nextTurn();
    expect(started).toEqual([]);
    intake.noteConnection();
    now += 5;
  }
  await nextTurn();
  expect(started).toEqual(['a']);
});

test('a request of a new connection is started in the first turn that accepts none', async () => {
  intake.noteConnection();
  add('a');
  await nextTurn();
  expect(started).toEqual([]);
  await nextTurn();
  expect(started).toEqual(['a']);
});

test('a request is late when it has waited for more than 100 ms and 128 others wait', async () => {
  for (let n = 0; n < 129; n += 1) add('one');
  add('last', 11);
  now += 101;
  await nextTurn();
  expect(started.filter((one) => one.endsWith('late'))).toHaveLength(2);

  started = [];
  for (let n = 0; n < 200; n += 1) add('one');
  now += 100;
  await nextTurn();
  expect(started.filter((one) => one.endsWith('late'))).toEqual([]);
});
