import type { Refused } from '@tydo/replica/entry';
import { expect, test } from 'vitest';
import { countUnsaved } from './refused.ts';
import { tellRefused } from './tell-refused.ts';
import { lookupIn } from './use-lookup.ts';

const why = { kind: 'refused', message: '', data: { code: 'FORBIDDEN', httpStatus: 403 } } as const;
const entry = { operationId: 'undo', name: 'operation.undo', input: { id: 'x' }, at: '' };
const undo: Refused = { entry, why };
const create: Refused = {
  entry: { ...entry, operationId: 'create', name: 'task.create', input: { title: 'Bread' } },
  why,
};

function setUp(refused: Refused[]) {
  const shown: string[] = [];
  const replica = {
    row: () => undefined,
    history: () => [],
    refused: () => refused,
    async forget(id: string) {
      refused = refused.filter((one) => one.entry.operationId !== id);
    },
  };
  const toasts = { show: ({ message }: { message: string }) => shown.push(message) };
  return { replica, toasts, shown, left: () => refused };
}

test('a refused undo is told once and forgotten', () => {
  const { replica, toasts, shown, left } = setUp([undo]);
  tellRefused(replica, toasts, () => true)();
  expect(shown).toHaveLength(1);
  expect(left()).toEqual([]);
  expect(lookupIn(replica).isRefused('undo')).toBe(true);
  // After a reload.
  tellRefused(replica, toasts, () => true)();
  expect(shown).toHaveLength(1);
});

test('a refused text is kept, and only it counts as unsaved', () => {
  const { replica, toasts, left } = setUp([undo, create]);
  expect(countUnsaved(left(), lookupIn(replica))).toBe(1);
  tellRefused(replica, toasts, () => true)();
  expect(left()).toEqual([create]);
});

test('a hidden tab leaves the message to the one that is seen', () => {
  const { replica, toasts, shown, left } = setUp([undo]);
  let isVisible = false;
  const read = tellRefused(replica, toasts, () => isVisible);
  read();
  expect(shown).toEqual([]);
  expect(left()).toEqual([undo]);
  isVisible = true;
  read();
  expect(shown).toHaveLength(1);
});
