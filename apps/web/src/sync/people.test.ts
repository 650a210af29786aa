import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  forgetPerson,
  lastPerson,
  rememberEnd,
  rememberPerson,
  removeOldPeople,
} from './people.ts';

const ann = { id: 'ann', name: 'Ann', email: 'ann@example.com', emailVerified: false };
const bob = { ...ann, id: 'bob', name: 'Bob' };

let stored: Map<string, string>;
/** Databases that a tab still uses cannot be removed. */
let inUse: Set<string>;
let removed: string[];

beforeEach(() => {
  stored = new Map();
  inUse = new Set();
  removed = [];
  vi.useFakeTimers();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  });
  vi.stubGlobal('indexedDB', {
    deleteDatabase: (name: string) => ({
      addEventListener(_: string, listener: () => void) {
        if (inUse.has(name)) return;
        removed.push(name);
        listener();
      },
    }),
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the last person is shown at the next start, until their session has ended', () => {
  expect(lastPerson()).toBeUndefined();
  rememberPerson(ann);
  expect(lastPerson()).toMatchObject(ann);
  rememberEnd('ann');
  expect(lastPerson()).toBeUndefined();
  rememberPerson(ann);
  expect(lastPerson()).toMatchObject(ann);
});

test('another person ends the session of the one before in this browser', () => {
  rememberPerson(ann);
  rememberPerson(bob);
  expect(lastPerson()).toMatchObject(bob);
  forgetPerson('bob');
  expect(lastPerson()).toBeUndefined();
  expect(removed).toEqual(['tydo-bob']);
});

test('a database that is in use is removed at a later start, unless its person came back', () => {
  rememberPerson(ann);
  rememberPerson(bob);
  inUse.add('tydo-ann').add('tydo-bob');
  forgetPerson('ann');
  forgetPerson('bob');
  rememberPerson(bob);
  inUse.clear();
  removeOldPeople();
  removeOldPeople();
  expect(removed).toEqual(['tydo-ann']);
});

test('what nobody came back to for 30 days is removed', () => {
  rememberPerson(ann);
  rememberEnd('ann');
  vi.advanceTimersByTime(29 * 24 * 60 * 60 * 1_000);
  removeOldPeople();
  expect(removed).toEqual([]);
  vi.advanceTimersByTime(2 * 24 * 60 * 60 * 1_000);
  removeOldPeople();
  expect(removed).toEqual(['tydo-ann']);
});

test('what this version cannot read is passed over', () => {
  stored.set('people', '[{"id":1},null]');
  expect(lastPerson()).toBeUndefined();
  stored.set('people', 'not JSON');
  expect(lastPerson()).toBeUndefined();
});
