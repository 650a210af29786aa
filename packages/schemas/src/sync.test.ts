import { expect, test } from 'vitest';
import {
  SyncHead,
  SyncPush,
  SyncPushed,
  SyncSnapshotInput,
  SyncSnapshotPage,
  SyncWatchInput,
  syncLimits,
} from './sync.ts';
import { someTask } from './testing/task.ts';

const accepts = (
  schema: { safeParse: (value: unknown) => { success: boolean } },
  value: unknown,
): boolean => schema.safeParse(value).success;

const call = { name: 'task.create', input: { title: 'x' } };
const times = (count: number) => Array.from({ length: count }, () => call);

test('a snapshot page has 1 to 1,000 rows, from a cursor or from the start', () => {
  for (const input of [
    undefined,
    {},
    { limit: 1 },
    { limit: 1_000, cursor: 'x' },
    { cursor: null },
  ]) {
    expect([input, accepts(SyncSnapshotInput, input)]).toEqual([input, true]);
  }
  const tooLong = 'x'.repeat(syncLimits.cursor + 1);
  for (const input of [
    { limit: 0 },
    { limit: 1_001 },
    { cursor: '' },
    { cursor: tooLong },
    { x: 1 },
  ]) {
    expect([input, accepts(SyncSnapshotInput, input)]).toEqual([input, false]);
  }
});

test('a row of a snapshot has its noun', () => {
  const page = { seq: 0, after: null, retentionDays: null, rows: [], nextCursor: null };
  expect(accepts(SyncSnapshotPage, { ...page, rows: [{ noun: 'task', row: someTask }] })).toBe(
    true,
  );
  expect(accepts(SyncSnapshotPage, { ...page, rows: [{ noun: 'other', row: someTask }] })).toBe(
    false,
  );
});

test('a push has 1 to 100 calls, whatever their input is', () => {
  const at = '2026-11-30T09:00:00.000Z';
  for (const calls of [[call], [{ ...call, at }], [{ name: 'x' }], times(100)]) {
    expect(accepts(SyncPush, { calls })).toBe(true);
  }
  for (const calls of [
    [],
    times(101),
    [{ ...call, at: 'now' }],
    [{ input: 1 }],
    [{ ...call, x: 1 }],
  ]) {
    expect(accepts(SyncPush, { calls })).toBe(false);
  }
  expect(accepts(SyncPush, { calls: [call], operationId: 'x' })).toBe(false);
});

test('an answer of a push is a result or an error', () => {
  const error = { message: 'There is no such task.', data: { code: 'NOT_FOUND' } };
  const answers = [{ seq: 1, data: someTask }, { seq: null, data: {} }, { error }];
  expect(SyncPushed.parse({ answers })).toEqual({ answers });
  expect(accepts(SyncPushed, { answers: [{ error: 'x' }] })).toBe(false);
});

test('a watch names the person whom its page takes for signed in, and tells numbers', () => {
  for (const input of [undefined, {}, { person: 'ann' }])
    expect(accepts(SyncWatchInput, input)).toBe(true);
  expect(accepts(SyncWatchInput, { person: 1 })).toBe(false);
  expect(accepts(SyncHead, { seq: 3, retentionDays: 90 })).toBe(true);
  expect(accepts(SyncHead, { seq: -1, retentionDays: 90 })).toBe(false);
});
