import { beforeEach, expect, test } from 'vitest';
import { createOverloadDetector, type OverloadDetector } from './overload-detector.ts';

let now: number;
let detector: OverloadDetector;

beforeEach(() => {
  now = 1_000;
  detector = createOverloadDetector(() => now);
});

const begin = (count: number) => {
  for (let n = 0; n < count; n += 1) detector.begin();
};
const end = (count: number) => {
  for (let n = 0; n < count; n += 1) detector.end();
};

/** As many steps begin as end. */
const go = (ms: number, perMs: number) => {
  for (let passed = 0; passed < ms; passed += 1) {
    now += 1;
    begin(perMs);
    end(perMs);
    detector.isOverloaded();
  }
};

test('a few steps that never end are no overload', () => {
  begin(127);
  now += 60_000;
  expect(detector.isOverloaded()).toBe(false);
});

test('a crowd that arrives at one moment is let in', () => {
  begin(1_000);
  expect(detector.isOverloaded()).toBe(false);
});

test('many steps of which none ends are an overload', () => {
  begin(128);
  now += 99;
  expect(detector.isOverloaded()).toBe(false);
  now += 1;
  expect(detector.isOverloaded()).toBe(true);
});

test('steps in progress count as an overload when they take longer than 100 ms each', () => {
  begin(199);
  go(1_000, 2);
  expect(detector.isOverloaded()).toBe(false);
  begin(2);
  expect(detector.isOverloaded()).toBe(true);
  end(2);
  expect(detector.isOverloaded()).toBe(false);
});

test('it follows a throughput that changes', () => {
  begin(150);
  go(1_000, 2);
  expect(detector.isOverloaded()).toBe(false);
  go(1_000, 1);
  expect(detector.isOverloaded()).toBe(true);
  go(1_000, 2);
  expect(detector.isOverloaded()).toBe(false);
});

test('after a quiet time, a crowd is let in again', () => {
  begin(400);
  now += 5_000;
  expect(detector.isOverloaded()).toBe(true);
  end(400);
  begin(400);
  expect(detector.isOverloaded()).toBe(false);
});
